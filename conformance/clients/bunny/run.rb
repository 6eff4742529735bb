# frozen_string_literal: true

# Scenarios of the conformance table, played with bunny. Arguments are names of
# scenarios, AMQP_URL is the broker; each result is one line.

require_relative 'stage'

SCENARIOS = {} # rubocop:disable Style/MutableConstant

# Adds a scenario: a block that plays on a Stage and raises when something is
# not as it has to be.
def scenario(name, &block)
  SCENARIOS[name] = block
end

Dir[File.join(__dir__, 'scenarios', '*.rb')].sort.each { |file| require file }

$stdout.sync = true
ARGV.each do |name|
  play = SCENARIOS.fetch(name) { raise Failure, 'unknown scenario' }
  Stage.open(name) { |stage| stage.instance_eval(&play) }
  puts "ok #{name}"
rescue StandardError => e
  puts "not ok #{name} #{"#{e.class}: #{e.message}".gsub(/\s+/, ' ')}"
end
