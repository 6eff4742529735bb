<?php

/**
 * Scenarios of the conformance table, played with php-amqp. Arguments are names of scenarios,
 * AMQP_URL is the broker; each result is one line.
 */

declare(strict_types=1);

require __DIR__ . '/Failure.php';
require __DIR__ . '/Stage.php';

$scenarios = array_merge(...array_map(
    static fn (string $file): array => require $file,
    glob(__DIR__ . '/scenarios/*.php'),
));

foreach (array_slice($argv, 1) as $name) {
    try {
        $scenario = $scenarios[$name] ?? throw new Failure('unknown scenario');
        $stage = new Stage($name);
        try {
            $scenario($stage);
        } finally {
            $stage->cleanUp();
        }
        echo "ok $name\n";
    } catch (Exception $e) {
        $reason = preg_replace('/\s+/', ' ', get_class($e) . ": {$e->getMessage()}");
        echo "not ok $name $reason\n";
    }
}
