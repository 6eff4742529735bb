package main

import (
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

func cancelNotify(s *stage) {
	queue := s.queue("q", nil)
	cancels := s.ch.NotifyCancel(make(chan string, 1))
	deliveries, err := s.ch.Consume(queue, "watcher", true, false, false, false, nil)
	s.check(err)
	_, err = s.channel().QueueDelete(queue, false, false, false)
	s.check(err)
	select {
	case tag := <-cancels:
		s.equal("the cancelled consumer", tag, "watcher")
	case <-time.After(limit):
		s.fail("the consumer was not cancelled")
	}
	select {
	case _, open := <-deliveries:
		s.require(!open, "a message came from a queue that is gone")
	case <-time.After(limit):
		s.fail("the deliveries did not end")
	}
}

func singleActive(s *stage) {
	queue := s.queue("q", amqp.Table{"x-single-active-consumer": true})
	active, err := s.ch.Consume(queue, "active", true, false, false, false, nil)
	s.check(err)
	waiting := s.consume(queue, true, nil)
	s.send(queue, "1", "2", "3", "4")
	for _, body := range []string{"1", "2", "3", "4"} {
		s.equal("what the active one gets", string(s.receive(active).Body), body)
	}
	s.equal("what the waiting one got", len(waiting), 0)

	s.check(s.ch.Cancel("active", false))
	s.send(queue, "5")
	s.equal("what the next one gets", string(s.receive(waiting).Body), "5")
}

func consumerPriority(s *stage) {
	queue := s.queue("q", nil)
	plain := s.consume(queue, true, nil)
	preferred := s.consume(queue, true, amqp.Table{"x-priority": 10})
	s.send(queue, "1", "2", "3", "4")
	for _, body := range []string{"1", "2", "3", "4"} {
		s.equal("what the preferred one gets", string(s.receive(preferred).Body), body)
	}
	s.equal("what the other one got", len(plain), 0)
}
