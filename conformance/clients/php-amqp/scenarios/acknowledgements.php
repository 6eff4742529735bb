<?php

/** What consumers say about their messages. */

declare(strict_types=1);

return [
    'acknowledge' => static function (Stage $stage): void {
        $queue = $stage->queue('q');
        $stage->send($queue, 'a', 'b');
        $stage->subscribe($queue);
        $a = $stage->receive($queue);
        $b = $stage->receive($queue);
        Failure::unless(!$a->isRedelivery(), 'redelivered at first');
        $queue->nack($a->getDeliveryTag(), AMQP_REQUEUE);
        $again = $stage->receive($queue);
        Failure::unless($again->isRedelivery(), 'not redelivered after a nack');
        Failure::unlessEqual('the body after a nack', $again->getBody(), 'a');
        $queue->ack($again->getDeliveryTag());

        $queue->reject($b->getDeliveryTag(), AMQP_REQUEUE);
        $again = $stage->receive($queue);
        Failure::unless($again->isRedelivery(), 'not redelivered after a reject');
        Failure::unlessEqual('the body after a reject', $again->getBody(), 'b');
        $queue->reject($again->getDeliveryTag());

        $stage->renewChannel();
        $left = $stage->drain($stage->queueCalled($queue->getName()));
        Failure::unlessEqual('what is left', $left, []);
    },

    'multiple-ack' => static function (Stage $stage): void {
        $queue = $stage->queue('q');
        $stage->send($queue, '1', '2', '3');
        $stage->subscribe($queue);
        $stage->receive($queue);
        $second = $stage->receive($queue);
        $stage->receive($queue);
        $queue->ack($second->getDeliveryTag(), AMQP_MULTIPLE);
        $stage->renewChannel();

        $queue = $stage->queueCalled($queue->getName());
        $third = $stage->receiveFirst($queue);
        Failure::unlessEqual('what comes back', $third->getBody(), '3');
        Failure::unless($third->isRedelivery(), 'not redelivered');
        Failure::unlessEqual('what else is ready', $stage->ready($queue), 0);
        $queue->ack($third->getDeliveryTag());
    },

    'prefetch' => static function (Stage $stage): void {
        $queue = $stage->queue('q');
        $stage->send($queue, '1', '2', '3', '4', '5');
        $stage->channel->qos(0, 2);
        $stage->subscribe($queue);
        $first = $stage->receive($queue);
        $stage->receive($queue);
        Failure::unlessEqual('what waits behind two', $stage->ready($queue), 3);

        $queue->ack($first->getDeliveryTag());
        Failure::unlessEqual('the next body', $stage->receive($queue)->getBody(), '3');
        Failure::unlessEqual('what waits behind three', $stage->ready($queue), 2);
    },

    'transaction' => static function (Stage $stage): void {
        $queue = $stage->queue('q');
        $stage->channel->startTransaction();
        $stage->send($queue, 'never');
        $stage->channel->rollbackTransaction();
        Failure::unlessEqual('ready after the rollback', $stage->ready($queue), 0);
        $stage->send($queue, '1', '2');
        Failure::unlessEqual('ready before the commit', $stage->ready($queue), 0);
        $stage->channel->commitTransaction();
        Failure::unlessEqual('what was committed', $stage->drain($queue), ['1', '2']);
    },

    'quorum' => static function (Stage $stage): void {
        $queue = $stage->queue('q', ['x-queue-type' => 'quorum'], AMQP_DURABLE);
        $stage->send($queue, 'again');
        $first = $stage->receiveFirst($queue);
        Failure::unless(!$first->isRedelivery(), 'redelivered at first');
        $queue->nack($first->getDeliveryTag(), AMQP_REQUEUE);
        $second = $stage->receive($queue);
        Failure::unlessEqual('the body', $second->getBody(), 'again');
        Failure::unlessEqual('x-delivery-count', $second->getHeader('x-delivery-count'), 1);
        $queue->ack($second->getDeliveryTag());
    },
];
