// Scenarios of the conformance table, played with amqp091-go. Arguments are
// names of scenarios, AMQP_URL is the broker; each result is one line.
package main

import (
	"fmt"
	"os"
	"strings"
)

var scenarios = map[string]func(*stage){
	"hello":             hello,
	"properties":        properties,
	"large-body":        largeBody,
	"get":               get,
	"acknowledge":       acknowledge,
	"multiple-ack":      multipleAck,
	"prefetch":          prefetch,
	"confirms":          confirms,
	"confirm-nack":      confirmNack,
	"returned":          returned,
	"direct":            direct,
	"fanout":            fanout,
	"topic":             topic,
	"headers":           headers,
	"exchange-chain":    exchangeChain,
	"dead-letter":       deadLetter,
	"ttl":               ttl,
	"max-length":        maxLength,
	"priority":          priority,
	"transaction":       transaction,
	"rpc":               rpc,
	"exclusive":         exclusive,
	"not-found":         notFound,
	"inequivalent":      inequivalent,
	"unknown-tag":       unknownTag,
	"wrong-password":    wrongPassword,
	"cancel-notify":     cancelNotify,
	"quorum":            quorum,
	"single-active":     singleActive,
	"consumer-priority": consumerPriority,
	"server-named":      serverNamed,
	"heartbeat":         heartbeat,
}

func main() {
	for _, name := range os.Args[1:] {
		if err := play(name); err != nil {
			fmt.Printf("not ok %s %s\n", name, strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Printf("ok %s\n", name)
		}
	}
}

// play runs one scenario on a connection of its own and removes what it left.
func play(name string) (err error) {
	scenario, known := scenarios[name]
	if !known {
		return fmt.Errorf("unknown scenario")
	}
	s := &stage{scenario: name}
	defer func() {
		if cleanupErr := s.cleanUp(); err == nil {
			err = cleanupErr
		}
	}()
	defer func() {
		switch reason := recover().(type) {
		case nil:
		case failure:
			err = reason
		default:
			panic(reason)
		}
	}()
	s.open()
	scenario(s)
	return nil
}
