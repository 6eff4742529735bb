<?php

/** What a message carries, and what becomes of one that nobody wanted. */

declare(strict_types=1);

$deathOf = static function (AMQPEnvelope $envelope): array {
    $deaths = $envelope->getHeader('x-death');
    $isOne = is_array($deaths) && count($deaths) === 1;
    Failure::unless($isOne, 'x-death is ' . json_encode($deaths));

    return $deaths[0];
};

return [
    'hello' => static function (Stage $stage): void {
        $queue = $stage->queue('q');
        $stage->send($queue, 'hello');
        $envelope = $stage->receiveFirst($queue, AMQP_AUTOACK);
        Failure::unlessEqual('the body', $envelope->getBody(), 'hello');
    },

    'properties' => static function (Stage $stage): void {
        $headers = [
            'string' => 'text',
            'long' => 1 << 40,
            'bool' => true,
            'double' => 0.125,
            'table' => ['inner' => 'value'],
            'list' => ['one', 'two'],
            'void' => null,
        ];
        $properties = [
            'content_type' => 'text/plain',
            'content_encoding' => 'utf-8',
            'delivery_mode' => 2,
            'priority' => 4,
            'correlation_id' => 'correlation',
            'reply_to' => 'reply',
            'expiration' => '60000',
            'message_id' => 'message',
            'timestamp' => 1700000000,
            'type' => 'type',
            'user_id' => 'guest',
            'app_id' => 'application',
        ];
        $objects = [
            'when' => new AMQPTimestamp(1700000000),
            'price' => new AMQPDecimal(2, 12345),
        ];
        $queue = $stage->queue('q');
        $sent = ['headers' => $headers + $objects] + $properties;
        $stage->defaultExchange()->publish('body', $queue->getName(), AMQP_NOPARAM, $sent);
        $envelope = $stage->receiveFirst($queue, AMQP_AUTOACK);
        Failure::unlessEqual('the list', [
            'content_type' => $envelope->getContentType(),
            'content_encoding' => $envelope->getContentEncoding(),
            'delivery_mode' => $envelope->getDeliveryMode(),
            'priority' => $envelope->getPriority(),
            'correlation_id' => $envelope->getCorrelationId(),
            'reply_to' => $envelope->getReplyTo(),
            'expiration' => $envelope->getExpiration(),
            'message_id' => $envelope->getMessageId(),
            'timestamp' => $envelope->getTimestamp(),
            'type' => $envelope->getType(),
            'user_id' => $envelope->getUserId(),
            'app_id' => $envelope->getAppId(),
        ], $properties);
        $received = $envelope->getHeaders();
        ksort($headers);
        $plain = array_diff_key($received, $objects);
        ksort($plain);
        Failure::unlessEqual('the headers', $plain, $headers);
        Failure::unless($received['when'] == $objects['when'], 'the timestamp differs');
        Failure::unless($received['price'] == $objects['price'], 'the decimal differs');
    },

    'large-body' => static function (Stage $stage): void {
        $large = '';
        for ($i = 0; $i < 1 << 20; $i++) {
            $large .= chr(($i * 31 + ($i >> 8)) & 0xff);
        }
        $queue = $stage->queue('q');
        $stage->send($queue, $large, '');
        $stage->subscribe($queue, AMQP_AUTOACK);
        Failure::unless($stage->receive($queue)->getBody() === $large, 'the large body differs');
        // 1.x gives false where a body is empty.
        Failure::unlessEqual('the empty body', (string) $stage->receive($queue)->getBody(), '');
    },

    // The extension keeps the count of Get-Ok for itself, so what is left is asked for.
    'get' => static function (Stage $stage): void {
        $queue = $stage->queue('q');
        $stage->send($queue, 'first', 'second');
        Failure::unlessEqual('the first body', $queue->get(AMQP_AUTOACK)->getBody(), 'first');
        Failure::unlessEqual('what is left after one', $stage->ready($queue), 1);
        Failure::unlessEqual('the second body', $queue->get(AMQP_AUTOACK)->getBody(), 'second');
        Failure::unless(!$queue->get(AMQP_AUTOACK), 'a third message came');
    },

    'dead-letter' => static function (Stage $stage) use ($deathOf): void {
        $deadLetters = $stage->exchange('dlx', AMQP_EX_TYPE_FANOUT)->getName();
        $dead = $stage->queue('dead');
        $dead->bind($deadLetters);
        $queue = $stage->queue('q', ['x-dead-letter-exchange' => $deadLetters]);
        $source = $stage->exchange('source', AMQP_EX_TYPE_DIRECT);
        $queue->bind($source->getName(), 'key');
        $source->publish('unwanted', 'key');
        $queue->reject($stage->receiveFirst($queue)->getDeliveryTag());

        $envelope = $stage->receiveFirst($dead, AMQP_AUTOACK);
        Failure::unlessEqual('the body', $envelope->getBody(), 'unwanted');
        $death = $deathOf($envelope);
        Failure::unlessEqual('the queue', $death['queue'], $queue->getName());
        Failure::unlessEqual('the reason', $death['reason'], 'rejected');
        Failure::unlessEqual('the count', $death['count'], 1);
        Failure::unlessEqual('the exchange', $death['exchange'], $source->getName());
        Failure::unlessEqual('the routing keys', $death['routing-keys'], ['key']);
    },

    'ttl' => static function (Stage $stage) use ($deathOf): void {
        $dead = $stage->queue('dead');
        $queue = $stage->queue('q', [
            'x-dead-letter-exchange' => '',
            'x-dead-letter-routing-key' => $dead->getName(),
        ]);
        $shortLife = ['expiration' => '50'];
        $exchange = $stage->defaultExchange();
        $exchange->publish('short life', $queue->getName(), AMQP_NOPARAM, $shortLife);
        $envelope = $stage->receiveFirst($dead, AMQP_AUTOACK);
        Failure::unlessEqual('the body', $envelope->getBody(), 'short life');
        Failure::unlessEqual('the expiration', (string) $envelope->getExpiration(), '');
        $death = $deathOf($envelope);
        Failure::unlessEqual('the reason', $death['reason'], 'expired');
        Failure::unlessEqual('the original expiration', $death['original-expiration'], '50');
    },
];
