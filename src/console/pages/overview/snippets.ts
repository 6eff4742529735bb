/** First programs in five languages, for the address of this broker. Shown by first-run.tsx. */

export interface Snippet {
  readonly language: string;
  readonly install: string;
  readonly code: string;
}

export function snippetsFor(address: string): readonly Snippet[] {
  return [javascript(address), python(address), java(address), go(address), csharp(address)];
}

/** Of the listener that speaks AMQP, as a client on this machine would write it. */
export function addressOf(
  listeners: readonly { protocol: string; ip_address: string; port: number }[],
  pageHost: string,
): string {
  const amqp = listeners.find(({ protocol }) => protocol === 'amqp');
  if (amqp === undefined) return `amqp://${pageHost}:5672`;
  const isEverywhere = ['0.0.0.0', '::', ''].includes(amqp.ip_address);
  const host = isEverywhere ? pageHost : amqp.ip_address;
  return `amqp://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${amqp.port}`;
}

function javascript(address: string): Snippet {
  return {
    language: 'JavaScript',
    install: 'npm install amqplib',
    code: `import amqp from 'amqplib';

const connection = await amqp.connect('${address}');
const channel = await connection.createConfirmChannel();
await channel.assertQueue('first', { durable: true });
channel.sendToQueue('first', Buffer.from('Hello, hare!'), { persistent: true });
await channel.waitForConfirms();
await connection.close();
`,
  };
}

function python(address: string): Snippet {
  return {
    language: 'Python',
    install: 'pip install pika',
    code: `import pika

connection = pika.BlockingConnection(pika.URLParameters("${address}"))
channel = connection.channel()
channel.confirm_delivery()
channel.queue_declare("first", durable=True)
channel.basic_publish("", "first", b"Hello, hare!", pika.BasicProperties(delivery_mode=2))
connection.close()
`,
  };
}

function java(address: string): Snippet {
  return {
    language: 'Java',
    install: 'com.rabbitmq:amqp-client:5.25.0',
    code: `import com.rabbitmq.client.*;

public class First {
  public static void main(String[] arguments) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri("${address}");
    try (Connection connection = factory.newConnection()) {
      Channel channel = connection.createChannel();
      channel.confirmSelect();
      channel.queueDeclare("first", true, false, false, null);
      channel.basicPublish("", "first", MessageProperties.PERSISTENT_TEXT_PLAIN,
          "Hello, hare!".getBytes());
      channel.waitForConfirmsOrDie(5000);
    }
  }
}
`,
  };
}

function go(address: string): Snippet {
  return {
    language: 'Go',
    install: 'go get github.com/rabbitmq/amqp091-go',
    code: `package main

import amqp "github.com/rabbitmq/amqp091-go"

func main() {
	connection, err := amqp.Dial("${address}")
	if err != nil {
		panic(err)
	}
	defer connection.Close()
	channel, err := connection.Channel()
	if err != nil {
		panic(err)
	}
	if _, err = channel.QueueDeclare("first", true, false, false, false, nil); err != nil {
		panic(err)
	}
	message := amqp.Publishing{DeliveryMode: amqp.Persistent, Body: []byte("Hello, hare!")}
	if err = channel.Publish("", "first", false, false, message); err != nil {
		panic(err)
	}
}
`,
  };
}

function csharp(address: string): Snippet {
  return {
    language: 'C#',
    install: 'dotnet add package RabbitMQ.Client --version 7.1.2',
    code: `using System.Text;
using RabbitMQ.Client;

var factory = new ConnectionFactory { Uri = new Uri("${address}") };
await using var connection = await factory.CreateConnectionAsync();
await using var channel = await connection.CreateChannelAsync();
await channel.QueueDeclareAsync("first", durable: true, exclusive: false, autoDelete: false);
await channel.BasicPublishAsync("", "first", Encoding.UTF8.GetBytes("Hello, hare!"));
`,
  };
}
