package main

import amqp "github.com/rabbitmq/amqp091-go"

func direct(s *stage) {
	exchange := s.exchange("x", "direct", nil)
	red, blue := s.queue("red", nil), s.queue("blue", nil)
	s.bind(red, "red", exchange)
	s.bind(blue, "blue", exchange)
	for _, key := range []string{"red", "blue", "green"} {
		s.publish(exchange, key, amqp.Publishing{Body: []byte(key)})
	}
	s.equal("red", s.drain(red), []string{"red"})
	s.equal("blue", s.drain(blue), []string{"blue"})
}

func fanout(s *stage) {
	exchange := s.exchange("x", "fanout", nil)
	one, two := s.queue("one", nil), s.queue("two", nil)
	s.bind(one, "", exchange)
	s.bind(two, "ignored", exchange)
	s.publish(exchange, "any", amqp.Publishing{Body: []byte("news")})
	s.equal("one", s.drain(one), []string{"news"})
	s.equal("two", s.drain(two), []string{"news"})
}

func topic(s *stage) {
	exchange := s.exchange("x", "topic", nil)
	expected := map[string][]string{
		"a.*": {"a.b"},
		"a.#": {"a.b", "a.b.c"},
		"#.z": {"x.z"},
	}
	queues := map[string]string{}
	for pattern := range expected {
		queues[pattern] = s.queue(pattern, nil)
		s.bind(queues[pattern], pattern, exchange)
	}
	for _, key := range []string{"a.b", "a.b.c", "x.z", "none"} {
		s.publish(exchange, key, amqp.Publishing{Body: []byte(key)})
	}
	for pattern, keys := range expected {
		s.equal(pattern, s.drain(queues[pattern]), keys)
	}
}

func headers(s *stage) {
	exchange := s.exchange("x", "headers", nil)
	all, any := s.queue("all", nil), s.queue("any", nil)
	for queue, match := range map[string]string{all: "all", any: "any"} {
		args := amqp.Table{"x-match": match, "colour": "red", "size": int32(1)}
		s.check(s.ch.QueueBind(queue, "", exchange, false, args))
	}
	s.publish(exchange, "", amqp.Publishing{
		Headers: amqp.Table{"colour": "red", "size": int32(1)}, Body: []byte("both"),
	})
	s.publish(exchange, "", amqp.Publishing{
		Headers: amqp.Table{"colour": "red", "size": int32(2)}, Body: []byte("one"),
	})
	s.publish(exchange, "", amqp.Publishing{
		Headers: amqp.Table{"colour": "blue"}, Body: []byte("none"),
	})
	s.equal("all", s.drain(all), []string{"both"})
	s.equal("any", s.drain(any), []string{"both", "one"})
}

func exchangeChain(s *stage) {
	strays := s.exchange("strays", "fanout", nil)
	stray := s.queue("stray", nil)
	s.bind(stray, "", strays)

	first := s.exchange("first", "direct", amqp.Table{"alternate-exchange": strays})
	second := s.exchange("second", "fanout", nil)
	s.check(s.ch.ExchangeBind(second, "known", first, false, nil))
	queue := s.queue("q", nil)
	s.bind(queue, "", second)

	s.publish(first, "known", amqp.Publishing{Body: []byte("through two")})
	s.publish(first, "unknown", amqp.Publishing{Body: []byte("astray")})
	s.equal("behind two exchanges", s.drain(queue), []string{"through two"})
	s.equal("behind the alternate", s.drain(stray), []string{"astray"})
}
