<?php

/** Where messages go. */

declare(strict_types=1);

return [
    'direct' => static function (Stage $stage): void {
        $exchange = $stage->exchange('x', AMQP_EX_TYPE_DIRECT);
        $red = $stage->queue('red');
        $blue = $stage->queue('blue');
        $red->bind($exchange->getName(), 'red');
        $blue->bind($exchange->getName(), 'blue');
        foreach (['red', 'blue', 'green'] as $key) {
            $exchange->publish($key, $key);
        }
        Failure::unlessEqual('red', $stage->drain($red), ['red']);
        Failure::unlessEqual('blue', $stage->drain($blue), ['blue']);
    },

    'fanout' => static function (Stage $stage): void {
        $exchange = $stage->exchange('x', AMQP_EX_TYPE_FANOUT);
        $one = $stage->queue('one');
        $two = $stage->queue('two');
        $one->bind($exchange->getName());
        $two->bind($exchange->getName(), 'ignored');
        $exchange->publish('news', 'any');
        Failure::unlessEqual('one', $stage->drain($one), ['news']);
        Failure::unlessEqual('two', $stage->drain($two), ['news']);
    },

    'topic' => static function (Stage $stage): void {
        $exchange = $stage->exchange('x', AMQP_EX_TYPE_TOPIC);
        $expected = ['a.*' => ['a.b'], 'a.#' => ['a.b', 'a.b.c'], '#.z' => ['x.z']];
        $queues = [];
        foreach (array_keys($expected) as $pattern) {
            $queues[$pattern] = $stage->queue($pattern);
            $queues[$pattern]->bind($exchange->getName(), $pattern);
        }
        foreach (['a.b', 'a.b.c', 'x.z', 'none'] as $key) {
            $exchange->publish($key, $key);
        }
        Failure::unlessEqual('what went where', array_map($stage->drain(...), $queues), $expected);
    },

    'headers' => static function (Stage $stage): void {
        $exchange = $stage->exchange('x', AMQP_EX_TYPE_HEADERS);
        $queues = [];
        foreach (['all', 'any'] as $match) {
            $queues[$match] = $stage->queue($match);
            $arguments = ['x-match' => $match, 'colour' => 'red', 'size' => 1];
            $queues[$match]->bind($exchange->getName(), '', $arguments);
        }
        $messages = [
            'both' => ['colour' => 'red', 'size' => 1],
            'one' => ['colour' => 'red', 'size' => 2],
            'none' => ['colour' => 'blue'],
        ];
        foreach ($messages as $body => $headers) {
            $exchange->publish($body, '', AMQP_NOPARAM, ['headers' => $headers]);
        }
        Failure::unlessEqual('all', $stage->drain($queues['all']), ['both']);
        Failure::unlessEqual('any', $stage->drain($queues['any']), ['both', 'one']);
    },

    'exchange-chain' => static function (Stage $stage): void {
        $strays = $stage->exchange('strays', AMQP_EX_TYPE_FANOUT)->getName();
        $stray = $stage->queue('stray');
        $stray->bind($strays);

        $arguments = ['alternate-exchange' => $strays];
        $first = $stage->exchange('first', AMQP_EX_TYPE_DIRECT, $arguments);
        $second = $stage->exchange('second', AMQP_EX_TYPE_FANOUT);
        $second->bind($first->getName(), 'known');
        $queue = $stage->queue('q');
        $queue->bind($second->getName());

        $first->publish('through two', 'known');
        $first->publish('astray', 'unknown');
        Failure::unlessEqual('behind two exchanges', $stage->drain($queue), ['through two']);
        Failure::unlessEqual('behind the alternate', $stage->drain($stray), ['astray']);
    },
];
