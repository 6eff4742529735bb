package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

// limit is how long anything may take that has to happen.
const limit = 20 * time.Second

// failure ends a scenario: check and its relatives panic with it, play recovers.
type failure struct{ error }

// stage is what one scenario plays on: a connection, a channel, and the names
// of all it declared, so that they can be deleted afterwards.
type stage struct {
	scenario  string
	conn      *amqp.Connection
	ch        *amqp.Channel
	others    []*amqp.Connection
	queues    []string
	exchanges []string
}

func (s *stage) open() {
	conn, err := amqp.Dial(os.Getenv("AMQP_URL"))
	s.check(err)
	s.conn = conn
	s.ch = s.channel()
}

// channel opens one more channel on the connection of the scenario.
func (s *stage) channel() *amqp.Channel {
	ch, err := s.conn.Channel()
	s.check(err)
	return ch
}

// connect opens another connection; it is closed with the stage.
func (s *stage) connect(config amqp.Config) *amqp.Connection {
	conn, err := amqp.DialConfig(os.Getenv("AMQP_URL"), config)
	s.check(err)
	s.others = append(s.others, conn)
	return conn
}

func (s *stage) name(part string) string {
	return fmt.Sprintf("%s.%s.%s", os.Getenv("CONFORMANCE_PREFIX"), s.scenario, part)
}

// queue declares a transient queue.
func (s *stage) queue(part string, args amqp.Table) string {
	return s.declareQueue(part, false, args)
}

func (s *stage) durableQueue(part string, args amqp.Table) string {
	return s.declareQueue(part, true, args)
}

func (s *stage) declareQueue(part string, durable bool, args amqp.Table) string {
	name := s.name(part)
	s.queues = append(s.queues, name)
	_, err := s.ch.QueueDeclare(name, durable, false, false, false, args)
	s.check(err)
	return name
}

func (s *stage) exchange(part, kind string, args amqp.Table) string {
	name := s.name(part)
	s.exchanges = append(s.exchanges, name)
	s.check(s.ch.ExchangeDeclare(name, kind, false, false, false, false, args))
	return name
}

func (s *stage) bind(queue, key, exchange string) {
	s.check(s.ch.QueueBind(queue, key, exchange, false, nil))
}

func (s *stage) publish(exchange, key string, message amqp.Publishing) {
	s.check(s.ch.PublishWithContext(context.Background(), exchange, key, false, false, message))
}

// send publishes bodies to a queue, through the default exchange.
func (s *stage) send(queue string, bodies ...string) {
	for _, body := range bodies {
		s.publish("", queue, amqp.Publishing{Body: []byte(body)})
	}
}

func (s *stage) consume(queue string, autoAck bool, args amqp.Table) <-chan amqp.Delivery {
	deliveries, err := s.ch.Consume(queue, "", autoAck, false, false, false, args)
	s.check(err)
	return deliveries
}

// receive waits for the next delivery.
func (s *stage) receive(deliveries <-chan amqp.Delivery) amqp.Delivery {
	select {
	case d, open := <-deliveries:
		s.require(open, "the consumer ended before its message came")
		return d
	case <-time.After(limit):
		s.fail("no message came")
	}
	panic("unreachable")
}

// get fetches one message that has to be there.
func (s *stage) get(queue string) amqp.Delivery {
	d, ok, err := s.ch.Get(queue, false)
	s.check(err)
	s.require(ok, "queue %s is empty", queue)
	return d
}

// drain empties a queue and gives the bodies in order.
func (s *stage) drain(queue string) []string {
	bodies := []string{}
	for {
		d, ok, err := s.ch.Get(queue, true)
		s.check(err)
		if !ok {
			return bodies
		}
		bodies = append(bodies, string(d.Body))
	}
}

// ready counts what a queue could deliver now.
func (s *stage) ready(queue string) int {
	state, err := s.ch.QueueDeclarePassive(queue, false, false, false, false, nil)
	s.check(err)
	return state.Messages
}

func (s *stage) fail(format string, args ...any) {
	panic(failure{fmt.Errorf(format, args...)})
}

func (s *stage) check(err error) {
	if err != nil {
		panic(failure{err})
	}
}

func (s *stage) require(condition bool, format string, args ...any) {
	if !condition {
		s.fail(format, args...)
	}
}

func (s *stage) equal(what string, actual, expected any) {
	s.require(reflect.DeepEqual(actual, expected), "%s is %#v, not %#v", what, actual, expected)
}

// refused holds an error against the code and a part of the text it must have.
func (s *stage) refused(err error, code int, text string) {
	var refusal *amqp.Error
	s.require(errors.As(err, &refusal), "refused with %v, not with %d", err, code)
	s.equal("the code", refusal.Code, code)
	s.require(strings.Contains(refusal.Reason, text), "%q lacks %q", refusal.Reason, text)
}

// cleanUp deletes on a fresh connection, since the scenario may have lost its own.
func (s *stage) cleanUp() error {
	for _, conn := range append(s.others, s.conn) {
		if conn != nil && !conn.IsClosed() {
			conn.Close()
		}
	}
	conn, err := amqp.Dial(os.Getenv("AMQP_URL"))
	if err != nil {
		return err
	}
	defer conn.Close()
	ch, err := conn.Channel()
	if err != nil {
		return err
	}
	for _, name := range s.queues {
		if _, err := ch.QueueDelete(name, false, false, false); err != nil {
			return err
		}
	}
	for _, name := range s.exchanges {
		if err := ch.ExchangeDelete(name, false, false); err != nil {
			return err
		}
	}
	return nil
}
