# What publishers hear, and what queues make of what they get.
use v5.28;
use warnings;

use AnyEvent;

# Publishes in confirm mode; the condition variable gets "ack" or "nack".
sub publish_confirmed {
    my ($stage, $queue, $body, %header) = @_;
    my $settled = AnyEvent->condvar;
    $stage->channel->publish(
        routing_key => $queue,
        body        => $body,
        header      => \%header,
        on_ack      => sub { $settled->send('ack') },
        on_nack     => sub { $settled->send('nack') },
    );
    return $settled;
}

return {
    'confirms' => sub {
        my ($stage) = @_;
        my $queue = $stage->queue('q', durable => 1);
        Stage::call($stage->channel, 'confirm');
        my @settled =
            map { publish_confirmed($stage, $queue, 'kept', delivery_mode => 2) } 1 .. 100;
        for my $settled (@settled) {
            my $outcome = Stage::await($settled, 'no confirm came');
            $stage->equal('the outcome', $outcome, 'ack');
        }
        $stage->equal('what the queue holds', $stage->ready($queue), 100);
    },

    'confirm-nack' => sub {
        my ($stage) = @_;
        my %limits = ('x-max-length' => 1, 'x-overflow' => 'reject-publish');
        my $queue = $stage->queue('q', arguments => \%limits);
        Stage::call($stage->channel, 'confirm');
        my $first = publish_confirmed($stage, $queue, 'fits');
        $stage->equal('the first', scalar Stage::await($first, 'no confirm came'), 'ack');
        my $second = publish_confirmed($stage, $queue, 'does not fit');
        $stage->equal('the second', scalar Stage::await($second, 'no confirm came'), 'nack');
        $stage->equal('what the queue holds', $stage->drain($queue), 'fits');
    },

    # Without confirms a return comes to the channel; with them to the message that it is of.
    'returned' => sub {
        my ($stage) = @_;
        Stage::call($stage->channel, 'confirm');
        my $returned = AnyEvent->condvar;
        my $key = $stage->name('nowhere');
        $stage->channel->publish(
            routing_key => $key,
            mandatory   => 1,
            body        => 'no way',
            on_return   => sub { $returned->send($_[0]) },
        );
        my $frame = Stage::await($returned, 'nothing came back')->method_frame;
        $stage->equal('the code', $frame->reply_code, 312);
        $stage->equal('the text', $frame->reply_text, 'NO_ROUTE');
        $stage->equal('the routing key', $frame->routing_key, $key);
    },

    'max-length' => sub {
        my ($stage) = @_;
        my $queue = $stage->queue('q', arguments => { 'x-max-length' => 2 });
        $stage->send_to($queue, 1 .. 3);
        $stage->equal('what is kept', $stage->drain($queue), '2 3');
    },

    'priority' => sub {
        my ($stage) = @_;
        my $queue = $stage->queue('q', arguments => { 'x-max-priority' => 5 });
        $stage->publish('', $queue, $_, priority => $_) for 1, 5, 3;
        $stage->equal('the order', $stage->drain($queue), '5 3 1');
    },

    'rpc' => sub {
        my ($stage) = @_;
        my $requests = $stage->queue('requests');
        my $server = $stage->open_channel($stage->connection);
        my $answer = sub {
            my ($request) = @_;
            $server->publish(
                routing_key => $request->{header}->reply_to,
                header      => { correlation_id => $request->{header}->correlation_id },
                body        => 'answer to ' . $request->{body}->payload,
            );
        };
        Stage::call($server, 'consume', queue => $requests, on_consume => $answer);

        my $reply_to = 'amq.rabbitmq.reply-to';
        my $replies = $stage->consume($reply_to);
        my %header = (reply_to => $reply_to, correlation_id => 'c42');
        $stage->publish('', $requests, 'question', %header);
        my $reply = $replies->take;
        $stage->equal('the reply', $reply->{body}, 'answer to question');
        $stage->equal('its correlation', $reply->{header}->correlation_id, 'c42');
    },
};
