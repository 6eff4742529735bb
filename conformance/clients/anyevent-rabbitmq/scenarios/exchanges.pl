# Where messages go.
use v5.28;
use warnings;

use Net::AMQP::Value;

return {
    'direct' => sub {
        my ($stage) = @_;
        my $exchange = $stage->exchange('x', 'direct');
        my %queues = map { $_ => $stage->queue($_) } qw(red blue);
        $stage->bind($queues{$_}, $exchange, $_) for qw(red blue);
        $stage->publish($exchange, $_, $_) for qw(red blue green);
        $stage->equal($_, $stage->drain($queues{$_}), $_) for qw(red blue);
    },

    'fanout' => sub {
        my ($stage) = @_;
        my $exchange = $stage->exchange('x', 'fanout');
        my @queues = map { $stage->queue($_) } qw(one two);
        $stage->bind($_, $exchange, 'ignored') for @queues;
        $stage->publish($exchange, 'any', 'news');
        $stage->equal($_, $stage->drain($_), 'news') for @queues;
    },

    'topic' => sub {
        my ($stage) = @_;
        my $exchange = $stage->exchange('x', 'topic');
        my %expected = ('a.*' => 'a.b', 'a.#' => 'a.b a.b.c', '#.z' => 'x.z');
        my %queues = map { $_ => $stage->queue($_) } keys %expected;
        $stage->bind($queues{$_}, $exchange, $_) for keys %expected;
        $stage->publish($exchange, $_, $_) for qw(a.b a.b.c x.z none);
        $stage->equal($_, $stage->drain($queues{$_}), $expected{$_}) for keys %expected;
    },

    # The client sends numbers in headers as strings, so both sides name the type.
    'headers' => sub {
        my ($stage) = @_;
        my $exchange = $stage->exchange('x', 'headers');
        my ($one, $two) = map { Net::AMQP::Value::Integer->new($_) } 1, 2;
        my ($all, $any) = map {
            my $queue = $stage->queue($_);
            my %wanted = ('x-match' => $_, colour => 'red', size => $one);
            $stage->bind($queue, $exchange, '', arguments => \%wanted);
            $queue;
        } qw(all any);
        $stage->publish($exchange, '', 'both', headers => { colour => 'red', size => $one });
        $stage->publish($exchange, '', 'one', headers => { colour => 'red', size => $two });
        $stage->publish($exchange, '', 'none', headers => { colour => 'blue' });
        $stage->equal('all', $stage->drain($all), 'both');
        $stage->equal('any', $stage->drain($any), 'both one');
    },

    'exchange-chain' => sub {
        my ($stage) = @_;
        my $strays = $stage->exchange('strays', 'fanout');
        my $stray = $stage->queue('stray');
        $stage->bind($stray, $strays, '');
        my %alternate = ('alternate-exchange' => $strays);
        my $first = $stage->exchange('first', 'direct', arguments => \%alternate);
        my $second = $stage->exchange('second', 'fanout');
        my %chain = (source => $first, destination => $second, routing_key => 'known');
        Stage::call($stage->channel, 'bind_exchange', %chain);
        my $queue = $stage->queue('q');
        $stage->bind($queue, $second, '');

        $stage->publish($first, 'known', 'through-two');
        $stage->publish($first, 'unknown', 'astray');
        $stage->equal('behind two exchanges', $stage->drain($queue), 'through-two');
        $stage->equal('behind the alternate', $stage->drain($stray), 'astray');
    },
};
