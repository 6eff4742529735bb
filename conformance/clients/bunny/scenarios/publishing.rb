# frozen_string_literal: true

# What publishers hear, and what queues make of what they get.

scenario 'confirms' do
  kept = queue('q', durable: true)
  channel.confirm_select
  100.times { kept.publish('kept', persistent: true) }
  confirmed = Timeout.timeout(Stage::LIMIT) { channel.wait_for_confirms }
  check confirmed, "nacked: #{channel.nacked_set.to_a}"
  equal 'what the queue holds', kept.message_count, 100
end

scenario 'confirm-nack' do
  full = queue('q', arguments: { 'x-max-length' => 1, 'x-overflow' => 'reject-publish' })
  channel.confirm_select
  full.publish('fits')
  confirmed = Timeout.timeout(Stage::LIMIT) { channel.wait_for_confirms }
  check confirmed, 'the first was nacked'
  full.publish('does not fit')
  confirmed = Timeout.timeout(Stage::LIMIT) { channel.wait_for_confirms }
  check !confirmed, 'the second was acked'
  equal 'the nacked ones', channel.nacked_set.to_a, [2]
  equal 'what the queue holds', drain(full), ['fits']
end

scenario 'returned' do
  returns = Thread::Queue.new
  default = channel.default_exchange
  default.on_return { |*parts| returns << parts }
  key = name('nowhere')
  default.publish('no way', routing_key: key, mandatory: true, message_id: 'm1')
  info, properties, body = take(returns, 'nothing came back')
  equal 'the code', info.reply_code, 312
  equal 'the text', info.reply_text, 'NO_ROUTE'
  equal 'the routing key', info.routing_key, key
  equal 'the message', properties.message_id, 'm1'
  equal 'the body', body, 'no way'
end

scenario 'max-length' do
  short = queue('q', arguments: { 'x-max-length' => 2 })
  send_to short, '1', '2', '3'
  equal 'what is kept', drain(short), %w[2 3]
end

scenario 'priority' do
  tasks = queue('q', arguments: { 'x-max-priority' => 5 })
  [1, 5, 3].each { |priority| tasks.publish(priority.to_s, priority: priority) }
  equal 'the order', drain(tasks), %w[5 3 1]
end

scenario 'rpc' do
  requests = queue('requests')
  server = connection.create_channel
  server.queue(requests.name).subscribe do |_info, properties, body|
    server.default_exchange.publish("answer to #{body}",
                                    routing_key: properties.reply_to,
                                    correlation_id: properties.correlation_id)
  end

  replies = Thread::Queue.new
  reply_to = 'amq.rabbitmq.reply-to'
  channel.basic_consume(reply_to, '', true) { |*parts| replies << parts }
  requests.publish('question', reply_to: reply_to, correlation_id: '42')
  _info, properties, body = take(replies, 'no reply came')
  equal 'the reply', body, 'answer to question'
  equal 'its correlation', properties.correlation_id, '42'
end
