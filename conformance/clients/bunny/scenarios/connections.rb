# frozen_string_literal: true

# What the broker refuses, and how connections begin and end.

scenario 'exclusive' do
  mine = queue('q', exclusive: true)
  other = connect.create_channel
  refused(Bunny::ResourceLocked, 'RESOURCE_LOCKED') { other.queue(mine.name, exclusive: true) }
  check other.closed?, 'the channel stays open'
end

scenario 'not-found' do
  missing = name('missing')
  refused(Bunny::NotFound, "NOT_FOUND - no queue '#{missing}' in vhost '/'") do
    channel.queue(missing, passive: true)
  end
end

scenario 'inequivalent' do
  transient = queue('q')
  refused(Bunny::PreconditionFailed, "inequivalent arg 'durable' for queue") do
    connection.create_channel.queue(transient.name, durable: true)
  end
end

scenario 'unknown-tag' do
  closes = Thread::Queue.new
  channel.on_error { |_channel, close| closes << close }
  channel.ack(99)
  close = take(closes, 'the channel stays open')
  equal 'the code', close.reply_code, 406
  check close.reply_text.include?('unknown delivery tag 99'), close.reply_text
end

scenario 'wrong-password' do
  refused(Bunny::AuthenticationFailureError, 'Authentication with RabbitMQ failed') do
    connect(password: 'wrong')
  end
end

scenario 'server-named' do
  other = connect
  named = other.create_channel.queue('', exclusive: true).name
  check named.start_with?('amq.gen-'), "it is named #{named}"
  other.close
  check !connection.queue_exists?(named), 'it has survived its connection'
end

scenario 'heartbeat' do
  patient = connect(heartbeat: 1)
  equal 'the interval agreed on', patient.heartbeat, 1
  sleep 3
  check patient.open?, 'the connection is closed'
  patient.create_channel.close
end
