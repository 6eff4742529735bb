# frozen_string_literal: true

# Which consumer gets a message, and how one ends.

scenario 'cancel-notify' do
  doomed = queue('q')
  inbox = subscribe(doomed)
  connection.with_channel { |other| other.queue_delete(doomed.name) }
  cancelled = inbox.take_cancellation.consumer_tag
  equal 'the cancelled consumer', cancelled, inbox.consumer.consumer_tag
end

scenario 'single-active' do
  tasks = queue('q', arguments: { 'x-single-active-consumer' => true })
  active = subscribe(tasks)
  waiting = subscribe(tasks)
  send_to tasks, '1', '2', '3', '4'
  equal 'what the active one gets', Array.new(4) { active.take.body }, %w[1 2 3 4]
  equal 'what the waiting one got', waiting.size, 0

  active.consumer.cancel
  tasks.publish('5')
  equal 'what the next one gets', waiting.take.body, '5'
end

scenario 'consumer-priority' do
  tasks = queue('q')
  plain = subscribe(tasks)
  preferred = subscribe(tasks, arguments: { 'x-priority' => 10 })
  send_to tasks, '1', '2', '3', '4'
  equal 'what the preferred one gets', Array.new(4) { preferred.take.body }, %w[1 2 3 4]
  equal 'what the other one got', plain.size, 0
end
