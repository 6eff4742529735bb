# What a message carries, and what becomes of one that nobody wanted.
use v5.28;
use warnings;

use Net::AMQP::Value;

sub death_of {
    my ($stage, $message) = @_;
    my $deaths = $message->{header}->headers->{'x-death'};
    $stage->equal('the number of deaths', scalar @$deaths, 1);
    return $deaths->[0];
}

return {
    'hello' => sub {
        my ($stage) = @_;
        my $queue = $stage->queue('q');
        $stage->send_to($queue, 'hello');
        $stage->equal('the body', $stage->consume($queue)->take->{body}, 'hello');
    },

    'properties' => sub {
        my ($stage) = @_;
        my %plain = (
            content_type     => 'text/plain',
            content_encoding => 'utf-8',
            delivery_mode    => 2,
            priority         => 4,
            correlation_id   => 'correlation',
            reply_to         => 'reply',
            expiration       => '60000',
            message_id       => 'message',
            timestamp        => 1_700_000_000,
            type             => 'type',
            user_id          => 'guest',
            app_id           => 'application',
        );
        my %headers = (
            string => 'text',
            int    => Net::AMQP::Value::Integer->new(-7),
            bool   => Net::AMQP::Value::true(),
            when   => Net::AMQP::Value::Timestamp->new(1_700_000_000),
            table  => { inner => 'value' },
            list   => ['one', Net::AMQP::Value::Integer->new(2)],
        );
        my $queue = $stage->queue('q');
        $stage->publish('', $queue, 'body', %plain, headers => {%headers});
        my $header = $stage->consume($queue)->take->{header};
        $stage->equal($_, $header->$_, $plain{$_}) for sort keys %plain;
        my $received = $header->headers;
        $stage->equal($_, $received->{$_}, $headers{$_}) for qw(string int when);
        $stage->check($received->{bool}, 'the boolean differs');
        $stage->equal('the table', join(' ', %{ $received->{table} }), 'inner value');
        $stage->equal('the list', "@{ $received->{list} }", 'one 2');
    },

    'large-body' => sub {
        my ($stage) = @_;
        my $large = join '', map { chr(($_ * 31 + ($_ >> 8)) & 0xff) } 0 .. (1 << 20) - 1;
        my $queue = $stage->queue('q');
        $stage->send_to($queue, $large, '');
        my $inbox = $stage->consume($queue);
        $stage->check($inbox->take->{body} eq $large, 'the large body differs');
        $stage->equal('the empty body', $inbox->take->{body}, '');
    },

    'get' => sub {
        my ($stage) = @_;
        my $queue = $stage->queue('q');
        $stage->send_to($queue, 'first', 'second');
        my ($body, $left) = $stage->get($queue);
        $stage->equal('the first body', $body, 'first');
        $stage->equal('what is left after one', $left, 1);
        $stage->equal('what is left after two', ($stage->get($queue))[1], 0);
        $stage->check(!defined(($stage->get($queue))[0]), 'a third message came');
    },

    'dead-letter' => sub {
        my ($stage) = @_;
        my $dead_letters = $stage->exchange('dlx', 'fanout');
        my $dead = $stage->queue('dead');
        $stage->bind($dead, $dead_letters, '');
        my $source = $stage->exchange('source', 'direct');
        my $queue = $stage->queue('q', arguments => { 'x-dead-letter-exchange' => $dead_letters });
        $stage->bind($queue, $source, 'key');
        $stage->publish($source, 'key', 'unwanted');
        my $unwanted = $stage->consume($queue, no_ack => 0)->take;
        $stage->channel->reject(delivery_tag => $unwanted->{tag});

        my $message = $stage->consume($dead)->take;
        $stage->equal('the body', $message->{body}, 'unwanted');
        my $death = death_of($stage, $message);
        $stage->equal('the queue', $death->{queue}, $queue);
        $stage->equal('the reason', $death->{reason}, 'rejected');
        $stage->equal('the count', $death->{count}, 1);
        $stage->equal('the exchange', $death->{exchange}, $source);
        $stage->equal('the routing keys', "@{ $death->{'routing-keys'} }", 'key');
    },

    'ttl' => sub {
        my ($stage) = @_;
        my $dead = $stage->queue('dead');
        my %to_dead = ('x-dead-letter-exchange' => '', 'x-dead-letter-routing-key' => $dead);
        my $queue = $stage->queue('q', arguments => \%to_dead);
        $stage->publish('', $queue, 'short life', expiration => '50');
        my $message = $stage->consume($dead)->take;
        $stage->equal('the body', $message->{body}, 'short life');
        $stage->check(!defined $message->{header}->expiration, 'it would expire again');
        my $death = death_of($stage, $message);
        $stage->equal('the reason', $death->{reason}, 'expired');
        $stage->equal('the original expiration', $death->{'original-expiration'}, '50');
    },
};
