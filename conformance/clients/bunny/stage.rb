# frozen_string_literal: true

require 'bunny'

# Something is not as the scenario says.
class Failure < StandardError; end

# What one scenario plays on: a connection, a channel, and the names of all it
# declared, so that they can be deleted afterwards.
class Stage
  # How many seconds anything may take that has to happen.
  LIMIT = 20

  attr_reader :connection, :channel

  def self.open(scenario)
    stage = new(scenario)
    begin
      yield stage
    ensure
      stage.clean_up
    end
  end

  def initialize(scenario)
    @scenario = scenario
    @connections = []
    @queues = []
    @exchanges = []
    @connection = connect
    @channel = @connection.create_channel
  end

  # Another connection; it is closed with the stage.
  def connect(**options)
    # What is lost stays lost: a scenario wants to see it.
    defaults = { automatically_recover: false, continuation_timeout: LIMIT * 1000,
                 log_level: Logger::FATAL, log_file: $stderr }
    connection = Bunny.new(ENV.fetch('AMQP_URL'), **defaults, **options).start
    @connections << connection
    connection
  end

  # Closes the channel, which gives back what it has not settled, and opens another.
  def renew_channel
    channel.close
    @channel = connection.create_channel
  end

  def name(part)
    [ENV.fetch('CONFORMANCE_PREFIX'), @scenario, part].join('.')
  end

  # Declares a queue: a transient one unless the options say otherwise.
  def queue(part, **options)
    @queues << name(part)
    channel.queue(name(part), **options)
  end

  def exchange(part, type, **options)
    @exchanges << name(part)
    channel.exchange(name(part), type: type, **options)
  end

  # Publishes to a queue, through the default exchange.
  def send_to(queue, *bodies)
    bodies.each { |body| queue.publish(body) }
  end

  # Starts a consumer, whose deliveries wait in the returned Inbox.
  def subscribe(queue, **options)
    Inbox.new(queue, **options)
  end

  # The bodies in a queue, in order.
  def drain(queue)
    bodies = []
    while (body = queue.pop.last)
      bodies << body
    end
    bodies
  end

  # The next thing that another thread puts into a Queue.
  def take(things, complaint)
    Timeout.timeout(LIMIT, Failure, complaint) { things.pop }
  end

  def check(condition, complaint)
    raise Failure, complaint unless condition
  end

  def equal(what, actual, expected)
    check actual == expected, "#{what} is #{actual.inspect}, not #{expected.inspect}"
  end

  # The block has to be refused with an exception of this class and a text that
  # contains the other.
  def refused(error, text)
    yield
  rescue error => e
    check e.message.include?(text), "#{e.message} lacks #{text}"
  else
    raise Failure, "allowed, where #{error} was due"
  end

  # Deletes on a fresh connection, since the scenario may have lost its own.
  def clean_up
    @connections.select(&:open?).each(&:close)
    janitor = connect
    janitor.with_channel do |broom|
      @queues.each { |queue| broom.queue_delete(queue) }
      @exchanges.each { |exchange| broom.exchange_delete(exchange) }
    end
    janitor.close
  end
end

# A consumer whose deliveries wait until the scenario takes them.
class Inbox
  Message = Struct.new(:info, :properties, :body) do
    def tag
      info.delivery_tag
    end
  end

  attr_reader :consumer

  def initialize(queue, **options)
    @messages = Thread::Queue.new
    @cancellations = Thread::Queue.new
    options = { on_cancellation: ->(cancel) { @cancellations << cancel } }.merge(options)
    @consumer = queue.subscribe(**options) { |*parts| @messages << Message.new(*parts) }
  end

  # Waits for the next message.
  def take
    Timeout.timeout(Stage::LIMIT, Failure, 'no message came') { @messages.pop }
  end

  # Waits until the broker has cancelled the consumer.
  def take_cancellation
    complaint = 'the consumer was not cancelled'
    Timeout.timeout(Stage::LIMIT, Failure, complaint) { @cancellations.pop }
  end

  def size
    @messages.size
  end
end
