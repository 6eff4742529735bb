# frozen_string_literal: true

# Where messages go.

scenario 'direct' do
  colours = exchange('x', :direct)
  red = queue('red').bind(colours, routing_key: 'red')
  blue = queue('blue').bind(colours, routing_key: 'blue')
  %w[red blue green].each { |key| colours.publish(key, routing_key: key) }
  equal 'red', drain(red), ['red']
  equal 'blue', drain(blue), ['blue']
end

scenario 'fanout' do
  news = exchange('x', :fanout)
  one = queue('one').bind(news)
  two = queue('two').bind(news, routing_key: 'ignored')
  news.publish('news', routing_key: 'any')
  equal 'one', drain(one), ['news']
  equal 'two', drain(two), ['news']
end

scenario 'topic' do
  letters = exchange('x', :topic)
  expected = { 'a.*' => ['a.b'], 'a.#' => ['a.b', 'a.b.c'], '#.z' => ['x.z'] }
  queues = expected.to_h do |pattern, _keys|
    [pattern, queue(pattern).bind(letters, routing_key: pattern)]
  end
  ['a.b', 'a.b.c', 'x.z', 'none'].each { |key| letters.publish(key, routing_key: key) }
  equal 'what went where', queues.transform_values { |bound| drain(bound) }, expected
end

scenario 'headers' do
  shapes = exchange('x', :headers)
  all, any = %w[all any].map do |match|
    wanted = { 'x-match' => match, 'colour' => 'red', 'size' => 1 }
    queue(match).bind(shapes, arguments: wanted)
  end
  shapes.publish('both', headers: { 'colour' => 'red', 'size' => 1 })
  shapes.publish('one', headers: { 'colour' => 'red', 'size' => 2 })
  shapes.publish('none', headers: { 'colour' => 'blue' })
  equal 'all', drain(all), ['both']
  equal 'any', drain(any), %w[both one]
end

scenario 'exchange-chain' do
  strays = exchange('strays', :fanout)
  stray = queue('stray').bind(strays)
  first = exchange('first', :direct, arguments: { 'alternate-exchange' => strays.name })
  second = exchange('second', :fanout).bind(first, routing_key: 'known')
  reached = queue('q').bind(second)

  first.publish('through two', routing_key: 'known')
  first.publish('astray', routing_key: 'unknown')
  equal 'behind two exchanges', drain(reached), ['through two']
  equal 'behind the alternate', drain(stray), ['astray']
end
