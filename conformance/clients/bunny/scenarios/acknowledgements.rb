# frozen_string_literal: true

# What consumers say about their messages.

scenario 'acknowledge' do
  tasks = queue('q')
  send_to tasks, 'a', 'b'
  inbox = subscribe(tasks, manual_ack: true)
  a = inbox.take
  b = inbox.take
  check !a.info.redelivered?, 'redelivered at first'
  channel.nack(a.tag, false, true)
  again = inbox.take
  check again.info.redelivered?, 'not redelivered after a nack'
  equal 'the body after a nack', again.body, 'a'
  channel.ack(again.tag)

  channel.reject(b.tag, true)
  again = inbox.take
  check again.info.redelivered?, 'not redelivered after a reject'
  equal 'the body after a reject', again.body, 'b'
  channel.reject(again.tag)

  renew_channel
  equal 'what is left', drain(queue('q')), []
end

scenario 'multiple-ack' do
  tasks = queue('q')
  send_to tasks, '1', '2', '3'
  inbox = subscribe(tasks, manual_ack: true)
  second = Array.new(3) { inbox.take }[1]
  channel.ack(second.tag, true)
  renew_channel

  tasks = queue('q')
  third = subscribe(tasks, manual_ack: true).take
  equal 'what comes back', third.body, '3'
  check third.info.redelivered?, 'not redelivered'
  equal 'what else is ready', tasks.message_count, 0
  channel.ack(third.tag)
end

scenario 'prefetch' do
  tasks = queue('q')
  send_to tasks, '1', '2', '3', '4', '5'
  channel.prefetch(2)
  inbox = subscribe(tasks, manual_ack: true)
  first = inbox.take
  inbox.take
  equal 'what waits behind two', tasks.message_count, 3
  equal 'what came beyond two', inbox.size, 0

  channel.ack(first.tag)
  equal 'the next body', inbox.take.body, '3'
  equal 'what waits behind three', tasks.message_count, 2
end

scenario 'transaction' do
  tasks = queue('q')
  channel.tx_select
  tasks.publish('never')
  channel.tx_rollback
  equal 'ready after the rollback', tasks.message_count, 0
  send_to tasks, '1', '2'
  equal 'ready before the commit', tasks.message_count, 0
  channel.tx_commit
  equal 'what was committed', drain(tasks), %w[1 2]
end

scenario 'quorum' do
  tasks = queue('q', durable: true, arguments: { 'x-queue-type' => 'quorum' })
  tasks.publish('again')
  inbox = subscribe(tasks, manual_ack: true)
  first = inbox.take
  check !first.info.redelivered?, 'redelivered at first'
  channel.nack(first.tag, false, true)
  second = inbox.take
  equal 'the body', second.body, 'again'
  equal 'x-delivery-count', second.properties.headers['x-delivery-count'], 1
  channel.ack(second.tag)
end
