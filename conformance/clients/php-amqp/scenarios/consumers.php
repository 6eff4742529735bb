<?php

/**
 * Which consumer gets a message. The extension gives what comes to any consumer of a connection, so
 * the consumer tag tells who got it.
 */

declare(strict_types=1);

return [
    'single-active' => static function (Stage $stage): void {
        $queue = $stage->queue('q', ['x-single-active-consumer' => true]);
        $active = $stage->subscribe($queue, AMQP_AUTOACK);
        $waiting = $stage->subscribe($queue, AMQP_AUTOACK);
        $stage->send($queue, '1', '2', '3', '4');
        for ($i = 0; $i < 4; $i++) {
            $tag = $stage->receive($queue)->getConsumerTag();
            Failure::unlessEqual('who gets it', $tag, $active);
        }

        $queue->cancel($active);
        $stage->send($queue, '5');
        $tag = $stage->receive($queue)->getConsumerTag();
        Failure::unlessEqual('who gets the fifth', $tag, $waiting);
    },

    // AMQPQueue::consume takes the arguments of the consumer from those of the queue object.
    'consumer-priority' => static function (Stage $stage): void {
        $queue = $stage->queue('q');
        $stage->subscribe($queue, AMQP_AUTOACK);
        $queue->setArgument('x-priority', 10);
        $preferred = $stage->subscribe($queue, AMQP_AUTOACK);
        $stage->send($queue, '1', '2', '3', '4');
        for ($i = 0; $i < 4; $i++) {
            $tag = $stage->receive($queue)->getConsumerTag();
            Failure::unlessEqual('who gets it', $tag, $preferred);
        }
    },
];
