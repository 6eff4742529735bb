<?php

declare(strict_types=1);

/**
 * What one scenario plays on: a connection, a channel, and the names of all it declared, so that
 * they can be deleted afterwards.
 */
final class Stage
{
    /** How many seconds anything may take that has to happen. */
    public const LIMIT = 20;

    public AMQPConnection $connection;
    public AMQPChannel $channel;

    /** @var AMQPConnection[] */
    private array $connections = [];

    /** @var string[] */
    private array $queues = [];

    /** @var string[] */
    private array $exchanges = [];

    public function __construct(private string $scenario)
    {
        $this->connection = $this->connect();
        $this->channel = $this->openChannel($this->connection);
    }

    /** What AMQP_URL says, in the words of AMQPConnection. */
    public static function credentials(): array
    {
        $url = parse_url(getenv('AMQP_URL'));

        return [
            'host' => $url['host'],
            'port' => $url['port'] ?? 5672,
            'login' => $url['user'] ?? 'guest',
            'password' => $url['pass'] ?? 'guest',
            'vhost' => urldecode(substr($url['path'] ?? '', 1)) ?: '/',
            'read_timeout' => self::LIMIT,
            'rpc_timeout' => self::LIMIT,
        ];
    }

    public function connect(array $options = []): AMQPConnection
    {
        $connection = new AMQPConnection($options + self::credentials());
        $connection->connect();

        return $this->connections[] = $connection;
    }

    /** A channel without the limit of three messages that the extension sets by default. */
    public function openChannel(AMQPConnection $connection): AMQPChannel
    {
        $channel = new AMQPChannel($connection);
        $channel->qos(0, 0);

        return $channel;
    }

    /** Closes the channel, which gives back what it has not settled, and opens another. */
    public function renewChannel(): void
    {
        $this->channel->close();
        $this->channel = $this->openChannel($this->connection);
    }

    public function name(string $part): string
    {
        return implode('.', [getenv('CONFORMANCE_PREFIX'), $this->scenario, $part]);
    }

    /** Declares a queue: a transient one unless the flags say otherwise. */
    public function queue(string $part, array $arguments = [], int $flags = AMQP_NOPARAM): AMQPQueue
    {
        $queue = $this->queueCalled($this->name($part));
        $queue->setFlags($flags);
        $queue->setArguments($arguments);
        $this->queues[] = $queue->getName();
        $queue->declareQueue();

        return $queue;
    }

    /** A queue that exists, seen from a channel. */
    public function queueCalled(string $name, ?AMQPChannel $channel = null): AMQPQueue
    {
        $queue = new AMQPQueue($channel ?? $this->channel);
        $queue->setName($name);

        return $queue;
    }

    public function exchange(string $part, string $type, array $arguments = []): AMQPExchange
    {
        $exchange = new AMQPExchange($this->channel);
        $exchange->setName($this->name($part));
        $exchange->setType($type);
        $exchange->setArguments($arguments);
        $this->exchanges[] = $exchange->getName();
        $exchange->declareExchange();

        return $exchange;
    }

    public function defaultExchange(): AMQPExchange
    {
        return new AMQPExchange($this->channel);
    }

    /** Publishes bodies to a queue, through the default exchange. */
    public function send(AMQPQueue $queue, string ...$bodies): void
    {
        foreach ($bodies as $body) {
            $this->defaultExchange()->publish($body, $queue->getName());
        }
    }

    /** Starts a consumer without waiting for its messages, and gives its tag. */
    public function subscribe(AMQPQueue $queue, int $flags = AMQP_NOPARAM): string
    {
        $queue->consume(null, $flags);

        return $queue->getConsumerTag();
    }

    /**
     * Waits for the next message of any consumer of this connection; the extension throws an
     * AMQPQueueException when none comes in time.
     */
    public function receive(AMQPQueue $queue): AMQPEnvelope
    {
        $received = null;
        $take = static function (AMQPEnvelope $envelope) use (&$received): bool {
            $received = $envelope;

            return false;
        };
        $queue->consume($take, AMQP_JUST_CONSUME);

        return $received;
    }

    /** Starts a consumer and waits for its first message. */
    public function receiveFirst(AMQPQueue $queue, int $flags = AMQP_NOPARAM): AMQPEnvelope
    {
        $this->subscribe($queue, $flags);

        return $this->receive($queue);
    }

    /** @return string[] the bodies that are in the queue, in order */
    public function drain(AMQPQueue $queue): array
    {
        $bodies = [];
        // 1.x answers false and 2.x null when the queue is empty.
        while ($envelope = $queue->get(AMQP_AUTOACK)) {
            $bodies[] = $envelope->getBody();
        }

        return $bodies;
    }

    /** Counts what a queue could deliver now. */
    public function ready(AMQPQueue $queue): int
    {
        $passive = $this->queueCalled($queue->getName());
        $passive->setFlags(AMQP_PASSIVE);

        return $passive->declareQueue();
    }

    /** Deletes on a fresh connection, since the scenario may have lost its own. */
    public function cleanUp(): void
    {
        foreach ($this->connections as $connection) {
            $connection->disconnect();
        }
        $janitor = new AMQPConnection(self::credentials());
        $janitor->connect();
        $channel = new AMQPChannel($janitor);
        foreach ($this->queues as $name) {
            $this->queueCalled($name, $channel)->delete();
        }
        foreach ($this->exchanges as $name) {
            (new AMQPExchange($channel))->delete($name);
        }
        $janitor->disconnect();
    }
}
