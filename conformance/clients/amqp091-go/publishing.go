package main

import (
	"context"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

func confirms(s *stage) {
	const count = 100
	queue := s.durableQueue("q", nil)
	s.check(s.ch.Confirm(false))
	confirmations := s.ch.NotifyPublish(make(chan amqp.Confirmation, count))
	for i := 0; i < count; i++ {
		s.publish("", queue, amqp.Publishing{DeliveryMode: amqp.Persistent, Body: []byte("kept")})
	}
	for tag := uint64(1); tag <= count; tag++ {
		c := s.confirmation(confirmations)
		s.equal("the confirmation", c, amqp.Confirmation{DeliveryTag: tag, Ack: true})
	}
	s.equal("what the queue holds", s.ready(queue), count)
}

func confirmNack(s *stage) {
	queue := s.queue("q", amqp.Table{"x-max-length": 1, "x-overflow": "reject-publish"})
	s.check(s.ch.Confirm(false))
	confirmations := s.ch.NotifyPublish(make(chan amqp.Confirmation, 2))
	s.send(queue, "fits")
	s.equal("the first is acked", s.confirmation(confirmations).Ack, true)
	s.send(queue, "does not fit")
	s.equal("the second is acked", s.confirmation(confirmations).Ack, false)
	s.equal("what the queue holds", s.drain(queue), []string{"fits"})
}

// confirmation waits for the next one.
func (s *stage) confirmation(confirmations <-chan amqp.Confirmation) amqp.Confirmation {
	select {
	case c := <-confirmations:
		return c
	case <-time.After(limit):
		s.fail("no confirmation came")
	}
	panic("unreachable")
}

func returned(s *stage) {
	returns := s.ch.NotifyReturn(make(chan amqp.Return, 1))
	key := s.name("nowhere")
	message := amqp.Publishing{MessageId: "m1", Body: []byte("no way")}
	s.check(s.ch.PublishWithContext(context.Background(), "", key, true, false, message))
	select {
	case r := <-returns:
		s.equal("the code", r.ReplyCode, uint16(amqp.NoRoute))
		s.equal("the text", r.ReplyText, "NO_ROUTE")
		s.equal("the routing key", r.RoutingKey, key)
		s.equal("the message", r.MessageId, "m1")
		s.equal("the body", string(r.Body), "no way")
	case <-time.After(limit):
		s.fail("nothing came back")
	}
}

func maxLength(s *stage) {
	queue := s.queue("q", amqp.Table{"x-max-length": 2})
	s.send(queue, "1", "2", "3")
	s.equal("what is kept", s.drain(queue), []string{"2", "3"})
}

func priority(s *stage) {
	queue := s.queue("q", amqp.Table{"x-max-priority": 5})
	for body, level := range map[string]uint8{"low": 1, "high": 5, "middle": 3} {
		s.publish("", queue, amqp.Publishing{Priority: level, Body: []byte(body)})
	}
	s.equal("the order", s.drain(queue), []string{"high", "middle", "low"})
}

func rpc(s *stage) {
	const replyTo = "amq.rabbitmq.reply-to"
	requests := s.queue("requests", nil)
	replies := s.consume(replyTo, true, nil)
	s.publish("", requests, amqp.Publishing{
		CorrelationId: "42",
		ReplyTo:       replyTo,
		Body:          []byte("question"),
	})

	server := s.channel()
	served, err := server.Consume(requests, "", true, false, false, false, nil)
	s.check(err)
	request := s.receive(served)
	s.equal("the request", string(request.Body), "question")
	s.check(server.PublishWithContext(context.Background(), "", request.ReplyTo, false, false,
		amqp.Publishing{CorrelationId: request.CorrelationId, Body: []byte("answer")}))

	reply := s.receive(replies)
	s.equal("the reply", string(reply.Body), "answer")
	s.equal("its correlation", reply.CorrelationId, "42")
}
