<?php

/** What publishers hear, and what queues make of what they get. */

declare(strict_types=1);

/**
 * Waits until this many messages after the one with tag $last are settled; the channel throws when
 * nothing comes.
 */
$confirm = static function (AMQPChannel $channel, int $count, int $last = 0): array {
    $settled = ['acked' => 0, 'nacked' => 0];
    $settle = static function (string $how, int $tag, bool $multiple) use (
        &$settled,
        &$last,
        $count,
    ): bool {
        $settled[$how] += $multiple ? $tag - $last : 1;
        $last = max($last, $tag);

        // Whether to wait for more.
        return array_sum($settled) < $count;
    };
    $channel->setConfirmCallback(
        static fn (int $tag, bool $multiple): bool => $settle('acked', $tag, $multiple),
        static fn (int $tag, bool $multiple): bool => $settle('nacked', $tag, $multiple),
    );
    $channel->waitForConfirm(Stage::LIMIT);

    return $settled;
};

return [
    'confirms' => static function (Stage $stage) use ($confirm): void {
        $count = 100;
        $queue = $stage->queue('q', [], AMQP_DURABLE);
        $stage->channel->confirmSelect();
        $exchange = $stage->defaultExchange();
        for ($i = 0; $i < $count; $i++) {
            $exchange->publish('kept', $queue->getName(), AMQP_NOPARAM, ['delivery_mode' => 2]);
        }
        $settled = $confirm($stage->channel, $count);
        Failure::unlessEqual('the outcome', $settled, ['acked' => $count, 'nacked' => 0]);
        Failure::unlessEqual('what the queue holds', $stage->ready($queue), $count);
    },

    'confirm-nack' => static function (Stage $stage) use ($confirm): void {
        $queue = $stage->queue('q', ['x-max-length' => 1, 'x-overflow' => 'reject-publish']);
        $stage->channel->confirmSelect();
        $stage->send($queue, 'fits');
        $settled = $confirm($stage->channel, 1);
        Failure::unlessEqual('the first', $settled, ['acked' => 1, 'nacked' => 0]);
        $stage->send($queue, 'does not fit');
        $settled = $confirm($stage->channel, 1, 1);
        Failure::unlessEqual('the second', $settled, ['acked' => 0, 'nacked' => 1]);
        Failure::unlessEqual('what the queue holds', $stage->drain($queue), ['fits']);
    },

    'returned' => static function (Stage $stage): void {
        $returned = null;
        $stage->channel->setReturnCallback(
            static function (
                int $code,
                string $text,
                string $exchange,
                string $key,
                AMQPBasicProperties $properties,
                string $body,
            ) use (&$returned): bool {
                $returned = [$code, $text, $exchange, $key, $properties->getMessageId(), $body];

                return false;
            },
        );
        $key = $stage->name('nowhere');
        $exchange = $stage->defaultExchange();
        $exchange->publish('no way', $key, AMQP_MANDATORY, ['message_id' => 'm1']);
        $stage->channel->waitForBasicReturn(Stage::LIMIT);
        $expected = [312, 'NO_ROUTE', '', $key, 'm1', 'no way'];
        Failure::unlessEqual('what came back', $returned, $expected);
    },

    'max-length' => static function (Stage $stage): void {
        $queue = $stage->queue('q', ['x-max-length' => 2]);
        $stage->send($queue, '1', '2', '3');
        Failure::unlessEqual('what is kept', $stage->drain($queue), ['2', '3']);
    },

    'priority' => static function (Stage $stage): void {
        $queue = $stage->queue('q', ['x-max-priority' => 5]);
        $exchange = $stage->defaultExchange();
        foreach ([1, 5, 3] as $priority) {
            $properties = ['priority' => $priority];
            $exchange->publish("$priority", $queue->getName(), AMQP_NOPARAM, $properties);
        }
        Failure::unlessEqual('the order', $stage->drain($queue), ['5', '3', '1']);
    },

    'rpc' => static function (Stage $stage): void {
        $requests = $stage->queue('requests');
        $replies = $stage->queueCalled('amq.rabbitmq.reply-to');
        $stage->subscribe($replies, AMQP_AUTOACK);
        $question = ['reply_to' => $replies->getName(), 'correlation_id' => '42'];
        $exchange = $stage->defaultExchange();
        $exchange->publish('question', $requests->getName(), AMQP_NOPARAM, $question);

        $server = $stage->openChannel($stage->connect());
        $served = $stage->queueCalled($requests->getName(), $server);
        $request = $stage->receiveFirst($served, AMQP_AUTOACK);
        Failure::unlessEqual('the request', $request->getBody(), 'question');
        $answer = ['correlation_id' => $request->getCorrelationId()];
        $back = new AMQPExchange($server);
        $back->publish('answer', $request->getReplyTo(), AMQP_NOPARAM, $answer);

        $reply = $stage->receive($replies);
        Failure::unlessEqual('the reply', $reply->getBody(), 'answer');
        Failure::unlessEqual('its correlation', $reply->getCorrelationId(), '42');
    },
];
