package main

import amqp "github.com/rabbitmq/amqp091-go"

func acknowledge(s *stage) {
	queue := s.queue("q", nil)
	s.send(queue, "a", "b")
	deliveries := s.consume(queue, false, nil)

	a, b := s.receive(deliveries), s.receive(deliveries)
	s.equal("redelivered, at first", a.Redelivered || b.Redelivered, false)
	s.check(a.Nack(false, true))
	a = s.receive(deliveries)
	s.equal("redelivered, after a nack", a.Redelivered, true)
	s.equal("the body after a nack", string(a.Body), "a")
	s.check(b.Reject(true))
	b = s.receive(deliveries)
	s.equal("redelivered, after a reject", b.Redelivered, true)
	s.equal("the body after a reject", string(b.Body), "b")

	s.check(a.Ack(false))
	s.check(b.Reject(false))
	s.check(s.ch.Close())
	s.ch = s.channel()
	s.equal("what is left", s.drain(queue), []string{})
}

func multipleAck(s *stage) {
	queue := s.queue("q", nil)
	s.send(queue, "1", "2", "3")
	deliveries := s.consume(queue, false, nil)
	s.receive(deliveries)
	second := s.receive(deliveries)
	s.receive(deliveries)
	s.check(second.Ack(true))
	s.check(s.ch.Close())

	s.ch = s.channel()
	third := s.receive(s.consume(queue, false, nil))
	s.equal("what comes back", string(third.Body), "3")
	s.equal("redelivered", third.Redelivered, true)
	s.equal("what else is ready", s.ready(queue), 0)
	s.check(third.Ack(false))
}

func prefetch(s *stage) {
	queue := s.queue("q", nil)
	s.send(queue, "1", "2", "3", "4", "5")
	s.check(s.ch.Qos(2, 0, false))
	deliveries := s.consume(queue, false, nil)
	first := s.receive(deliveries)
	s.receive(deliveries)
	s.equal("what waits behind two", s.ready(queue), 3)
	s.equal("what came beyond two", len(deliveries), 0)

	s.check(first.Ack(false))
	s.equal("the next body", string(s.receive(deliveries).Body), "3")
	s.equal("what waits behind three", s.ready(queue), 2)
}

func transaction(s *stage) {
	queue := s.queue("q", nil)
	s.check(s.ch.Tx())
	s.send(queue, "never")
	s.check(s.ch.TxRollback())
	s.equal("ready after the rollback", s.ready(queue), 0)
	s.send(queue, "1", "2")
	s.equal("ready before the commit", s.ready(queue), 0)
	s.check(s.ch.TxCommit())
	s.equal("what was committed", s.drain(queue), []string{"1", "2"})
	s.check(s.ch.TxCommit())
}

func quorum(s *stage) {
	queue := s.durableQueue("q", amqp.Table{"x-queue-type": "quorum"})
	s.send(queue, "again")
	deliveries := s.consume(queue, false, nil)
	first := s.receive(deliveries)
	s.equal("redelivered, at first", first.Redelivered, false)
	s.check(first.Nack(false, true))
	second := s.receive(deliveries)
	s.equal("the body", string(second.Body), "again")
	s.equal("x-delivery-count", second.Headers["x-delivery-count"], int64(1))
	s.check(second.Ack(false))
}
