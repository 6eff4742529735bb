<?php

/** What the broker refuses, and how connections begin and end. */

declare(strict_types=1);

return [
    'exclusive' => static function (Stage $stage): void {
        $queue = $stage->queue('q', [], AMQP_EXCLUSIVE);
        $channel = $stage->openChannel($stage->connect());
        $same = $stage->queueCalled($queue->getName(), $channel);
        $same->setFlags(AMQP_EXCLUSIVE);
        Failure::unlessRefused(405, 'RESOURCE_LOCKED', $same->declareQueue(...));
        Failure::unless(!$channel->isConnected(), 'the channel stays open');
    },

    'not-found' => static function (Stage $stage): void {
        $name = $stage->name('missing');
        Failure::unlessRefused(
            404,
            "NOT_FOUND - no queue '$name' in vhost '/'",
            static fn () => $stage->ready($stage->queueCalled($name)),
        );
    },

    'inequivalent' => static function (Stage $stage): void {
        $queue = $stage->queue('q');
        $queue->setFlags(AMQP_DURABLE);
        $text = "inequivalent arg 'durable' for queue";
        Failure::unlessRefused(406, $text, $queue->declareQueue(...));
    },

    // An acknowledgement has no answer: the next method meets the closed channel.
    'unknown-tag' => static function (Stage $stage): void {
        $queue = $stage->queue('q');
        $queue->ack(99);
        $text = 'unknown delivery tag 99';
        Failure::unlessRefused(406, $text, static fn () => $stage->ready($queue));
    },

    'wrong-password' => static function (Stage $stage): void {
        $connect = static fn () => $stage->connect(['password' => 'wrong']);
        Failure::unlessRefused(403, 'ACCESS_REFUSED', $connect);
    },

    'server-named' => static function (Stage $stage): void {
        $other = $stage->connect();
        $queue = new AMQPQueue(new AMQPChannel($other));
        $queue->setFlags(AMQP_EXCLUSIVE);
        $queue->declareQueue();
        $name = $queue->getName();
        Failure::unless(str_starts_with($name, 'amq.gen-'), "it is named $name");
        $other->disconnect();
        Failure::unlessRefused(404, 'NOT_FOUND', static fn () => $stage->ready($queue));
    },

    // The extension sends heartbeats while it waits for messages.
    'heartbeat' => static function (Stage $stage): void {
        $connection = $stage->connect(['heartbeat' => 1, 'read_timeout' => 3]);
        Failure::unlessEqual('the interval', $connection->getHeartbeatInterval(), 1);
        $queue = $stage->queueCalled($stage->queue('q')->getName(), new AMQPChannel($connection));
        $silence = null;
        try {
            $stage->receiveFirst($queue);
        } catch (AMQPQueueException $e) {
            $silence = $e->getMessage();
        }
        Failure::unlessEqual('what ended the silence', $silence, 'Consumer timeout exceed');
        Failure::unless((new AMQPChannel($connection))->isConnected(), 'no channel opens');
    },
];
