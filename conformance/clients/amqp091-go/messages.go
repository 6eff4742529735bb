package main

import (
	"bytes"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

func hello(s *stage) {
	queue := s.queue("q", nil)
	s.send(queue, "hello")
	s.equal("the body", string(s.receive(s.consume(queue, true, nil)).Body), "hello")
}

func properties(s *stage) {
	queue := s.queue("q", nil)
	when := time.Unix(1700000000, 0)
	sent := amqp.Publishing{
		ContentType:     "text/plain",
		ContentEncoding: "utf-8",
		Headers: amqp.Table{
			"string": "text",
			"long":   int64(1) << 40,
			"int":    int32(-7),
			"bool":   true,
			"double": 0.125,
			"table":  amqp.Table{"inner": "value"},
			"list":   []any{"one", int32(2), false},
			"when":   when,
			"bytes":  []byte{0, 1, 254, 255},
			"void":   nil,
		},
		DeliveryMode:  amqp.Persistent,
		Priority:      4,
		CorrelationId: "correlation",
		ReplyTo:       "reply",
		Expiration:    "60000",
		MessageId:     "message",
		Timestamp:     when,
		Type:          "type",
		UserId:        "guest",
		AppId:         "application",
		Body:          []byte("body"),
	}
	s.publish("", queue, sent)
	d := s.receive(s.consume(queue, true, nil))
	s.equal("the message", amqp.Publishing{
		ContentType:     d.ContentType,
		ContentEncoding: d.ContentEncoding,
		Headers:         d.Headers,
		DeliveryMode:    d.DeliveryMode,
		Priority:        d.Priority,
		CorrelationId:   d.CorrelationId,
		ReplyTo:         d.ReplyTo,
		Expiration:      d.Expiration,
		MessageId:       d.MessageId,
		Timestamp:       d.Timestamp,
		Type:            d.Type,
		UserId:          d.UserId,
		AppId:           d.AppId,
		Body:            d.Body,
	}, sent)
}

func largeBody(s *stage) {
	queue := s.queue("q", nil)
	large := make([]byte, 1<<20)
	for i := range large {
		large[i] = byte(i*31 + i>>8)
	}
	s.publish("", queue, amqp.Publishing{Body: large})
	s.publish("", queue, amqp.Publishing{})
	deliveries := s.consume(queue, true, nil)
	s.require(bytes.Equal(s.receive(deliveries).Body, large), "the large body differs")
	s.equal("the length of the empty body", len(s.receive(deliveries).Body), 0)
}

func get(s *stage) {
	queue := s.queue("q", nil)
	s.send(queue, "first", "second")
	first := s.get(queue)
	s.equal("the first body", string(first.Body), "first")
	s.equal("what is left after one", first.MessageCount, uint32(1))
	s.equal("what is left after two", s.get(queue).MessageCount, uint32(0))
	_, ok, err := s.ch.Get(queue, true)
	s.check(err)
	s.require(!ok, "a third message came")
}

func ttl(s *stage) {
	dead := s.queue("dead", nil)
	queue := s.queue("q", amqp.Table{
		"x-dead-letter-exchange":    "",
		"x-dead-letter-routing-key": dead,
	})
	s.publish("", queue, amqp.Publishing{Expiration: "50", Body: []byte("short life")})
	d := s.receive(s.consume(dead, true, nil))
	s.equal("the body", string(d.Body), "short life")
	s.equal("the expiration", d.Expiration, "")
	death := s.death(d)
	s.equal("the reason", death["reason"], "expired")
	s.equal("the original expiration", death["original-expiration"], "50")
}

func deadLetter(s *stage) {
	dlx := s.exchange("dlx", "fanout", nil)
	dead := s.queue("dead", nil)
	s.bind(dead, "", dlx)
	queue := s.queue("q", amqp.Table{"x-dead-letter-exchange": dlx})
	source := s.exchange("source", "direct", nil)
	s.bind(queue, "key", source)
	s.publish(source, "key", amqp.Publishing{Body: []byte("unwanted")})
	s.check(s.receive(s.consume(queue, false, nil)).Reject(false))

	d := s.receive(s.consume(dead, true, nil))
	s.equal("the body", string(d.Body), "unwanted")
	death := s.death(d)
	s.equal("the queue", death["queue"], queue)
	s.equal("the reason", death["reason"], "rejected")
	s.equal("the count", death["count"], int64(1))
	s.equal("the exchange", death["exchange"], source)
	s.equal("the routing keys", death["routing-keys"], []any{"key"})
}

// death gives the newest entry of x-death.
func (s *stage) death(d amqp.Delivery) amqp.Table {
	deaths, _ := d.Headers["x-death"].([]any)
	s.require(len(deaths) == 1, "x-death is %#v", d.Headers["x-death"])
	death, isTable := deaths[0].(amqp.Table)
	s.require(isTable, "x-death holds %#v", deaths[0])
	return death
}
