# frozen_string_literal: true

# What a message carries, and what becomes of one that nobody wanted.

scenario 'hello' do
  hello = queue('q')
  hello.publish('hello')
  equal 'the body', subscribe(hello).take.body, 'hello'
end

scenario 'properties' do
  at = Time.at(1_700_000_000)
  sent = {
    content_type: 'text/plain',
    content_encoding: 'utf-8',
    headers: {
      'string' => 'text',
      'long' => 1 << 40,
      'bool' => true,
      'double' => 0.125,
      'table' => { 'inner' => 'value' },
      'list' => ['one', 2],
      'when' => at,
      'void' => nil
    },
    delivery_mode: 2,
    priority: 4,
    correlation_id: 'correlation',
    reply_to: 'reply',
    expiration: '60000',
    message_id: 'message',
    timestamp: at,
    type: 'type',
    user_id: 'guest',
    app_id: 'application'
  }
  letters = queue('q')
  # Bunny spells out the timestamp only when it is a number.
  letters.publish('body', **sent, timestamp: at.to_i)
  equal 'the properties', subscribe(letters).take.properties.to_h, sent
end

scenario 'large-body' do
  large = Array.new(1 << 20) { |i| (i * 31 + (i >> 8)) & 0xff }.pack('C*')
  bodies = queue('q')
  send_to bodies, large, ''
  inbox = subscribe(bodies)
  check inbox.take.body.b == large, 'the large body differs'
  equal 'the empty body', inbox.take.body, ''
end

scenario 'get' do
  waiting = queue('q')
  send_to waiting, 'first', 'second'
  # Bunny keeps the count of Get-Ok for itself, so what is left is asked for.
  equal 'the first body', waiting.pop.last, 'first'
  equal 'what is left after one', waiting.message_count, 1
  equal 'the second body', waiting.pop.last, 'second'
  equal 'the third', waiting.pop, [nil, nil, nil]
end

scenario 'dead-letter' do
  dead_letters = exchange('dlx', :fanout)
  dead = queue('dead').bind(dead_letters)
  source = exchange('source', :direct)
  unwanted = queue('q', arguments: { 'x-dead-letter-exchange' => dead_letters.name })
  unwanted.bind(source, routing_key: 'key')
  source.publish('unwanted', routing_key: 'key')
  channel.reject(subscribe(unwanted, manual_ack: true).take.tag)

  message = subscribe(dead).take
  equal 'the body', message.body, 'unwanted'
  deaths = message.properties.headers['x-death']
  equal 'the number of deaths', deaths.size, 1
  expected = { 'queue' => unwanted.name, 'reason' => 'rejected', 'count' => 1,
               'exchange' => source.name, 'routing-keys' => ['key'] }
  equal 'the death', deaths.first.slice(*expected.keys), expected
end

scenario 'ttl' do
  dead = queue('dead')
  short_lived = queue('q', arguments: { 'x-dead-letter-exchange' => '',
                                        'x-dead-letter-routing-key' => dead.name })
  short_lived.publish('short life', expiration: '50')
  message = subscribe(dead).take
  equal 'the body', message.body, 'short life'
  equal 'the expiration', message.properties.expiration, nil
  death = message.properties.headers['x-death'].first
  equal 'the reason', death['reason'], 'expired'
  equal 'the original expiration', death['original-expiration'], '50'
end
