package main

import (
	"errors"
	"os"
	"strings"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

func exclusive(s *stage) {
	name := s.name("q")
	_, err := s.ch.QueueDeclare(name, false, false, true, false, nil)
	s.check(err)

	other, err := s.connect(amqp.Config{}).Channel()
	s.check(err)
	closed := other.NotifyClose(make(chan *amqp.Error, 1))
	_, err = other.QueueDeclare(name, false, false, true, false, nil)
	s.refused(err, amqp.ResourceLocked, "RESOURCE_LOCKED")
	select {
	case reason := <-closed:
		s.refused(reason, amqp.ResourceLocked, "RESOURCE_LOCKED")
	case <-time.After(limit):
		s.fail("the channel stays open")
	}
}

func notFound(s *stage) {
	name := s.name("missing")
	_, err := s.ch.QueueDeclarePassive(name, false, false, false, false, nil)
	s.refused(err, amqp.NotFound, "NOT_FOUND - no queue '"+name+"' in vhost '/'")
}

func inequivalent(s *stage) {
	name := s.queue("q", nil)
	_, err := s.ch.QueueDeclare(name, true, false, false, false, nil)
	s.refused(err, amqp.PreconditionFailed, "inequivalent arg 'durable' for queue")
}

func unknownTag(s *stage) {
	closed := s.ch.NotifyClose(make(chan *amqp.Error, 1))
	s.check(s.ch.Ack(99, false))
	select {
	case reason := <-closed:
		s.refused(reason, amqp.PreconditionFailed, "unknown delivery tag 99")
	case <-time.After(limit):
		s.fail("the channel stays open")
	}
}

func wrongPassword(s *stage) {
	uri, err := amqp.ParseURI(os.Getenv("AMQP_URL"))
	s.check(err)
	uri.Password = "wrong"
	conn, err := amqp.Dial(uri.String())
	if err == nil {
		conn.Close()
	}
	s.require(errors.Is(err, amqp.ErrCredentials) || isRefusal(err), "answered with %v", err)
}

// isRefusal tells whether the broker closed with 403 ACCESS_REFUSED.
func isRefusal(err error) bool {
	var refusal *amqp.Error
	return errors.As(err, &refusal) && refusal.Code == amqp.AccessRefused &&
		strings.HasPrefix(refusal.Reason, "ACCESS_REFUSED")
}

func serverNamed(s *stage) {
	first := s.connect(amqp.Config{})
	ch, err := first.Channel()
	s.check(err)
	queue, err := ch.QueueDeclare("", false, false, true, false, nil)
	s.check(err)
	s.require(strings.HasPrefix(queue.Name, "amq.gen-"), "it is named %s", queue.Name)
	s.check(first.Close())

	_, err = s.ch.QueueDeclarePassive(queue.Name, false, false, false, false, nil)
	s.refused(err, amqp.NotFound, "NOT_FOUND")
}

func heartbeat(s *stage) {
	conn := s.connect(amqp.Config{Heartbeat: time.Second})
	s.equal("the interval agreed on", conn.Config.Heartbeat, time.Second)
	select {
	case reason := <-conn.NotifyClose(make(chan *amqp.Error, 1)):
		s.fail("the connection closed: %v", reason)
	case <-time.After(3 * time.Second):
	}
	ch, err := conn.Channel()
	s.check(err)
	s.check(ch.Close())
}
