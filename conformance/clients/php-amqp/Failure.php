<?php

declare(strict_types=1);

/** Something is not as the scenario says. */
final class Failure extends Exception
{
    public static function unless(bool $condition, string $complaint): void
    {
        if (!$condition) {
            throw new self($complaint);
        }
    }

    public static function unlessEqual(string $what, mixed $actual, mixed $expected): void
    {
        self::unless(
            $actual === $expected,
            sprintf('%s is %s, not %s', $what, json_encode($actual), json_encode($expected)),
        );
    }

    /** Expects that the broker refuses with this code, in a text that contains the other. */
    public static function unlessRefused(int $code, string $text, callable $steps): void
    {
        try {
            $steps();
        } catch (AMQPException $e) {
            self::unlessEqual('the code', $e->getCode(), $code);
            self::unless(str_contains($e->getMessage(), $text), "{$e->getMessage()} lacks $text");

            return;
        }
        throw new self("allowed, where $code was due");
    }
}
