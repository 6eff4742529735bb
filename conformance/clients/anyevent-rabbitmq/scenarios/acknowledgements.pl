# What consumers say about their messages. The client has no basic.nack, so it rejects.
use v5.28;
use warnings;

return {
    'acknowledge' => sub {
        my ($stage) = @_;
        my $queue = $stage->queue('q');
        $stage->send_to($queue, 'a', 'b');
        my $inbox = $stage->consume($queue, no_ack => 0);
        my $first = $inbox->take;
        my $second = $inbox->take;
        $stage->check(!$first->{is_redelivered}, 'redelivered at first');
        $stage->channel->reject(delivery_tag => $first->{tag}, requeue => 1);
        my $again = $inbox->take;
        $stage->check($again->{is_redelivered}, 'not redelivered after a reject');
        $stage->equal('the body after a reject', $again->{body}, 'a');
        $stage->channel->ack(delivery_tag => $again->{tag});
        $stage->channel->reject(delivery_tag => $second->{tag});

        $stage->renew_channel;
        $stage->equal('what is left', $stage->drain($queue), '');
    },

    'multiple-ack' => sub {
        my ($stage) = @_;
        my $queue = $stage->queue('q');
        $stage->send_to($queue, 1 .. 3);
        my $inbox = $stage->consume($queue, no_ack => 0);
        my (undef, $second) = map { $inbox->take } 1 .. 3;
        $stage->channel->ack(delivery_tag => $second->{tag}, multiple => 1);
        $stage->renew_channel;

        my $third = $stage->consume($queue, no_ack => 0)->take;
        $stage->equal('what comes back', $third->{body}, 3);
        $stage->check($third->{is_redelivered}, 'not redelivered');
        $stage->equal('what else is ready', $stage->ready($queue), 0);
        $stage->channel->ack(delivery_tag => $third->{tag});
    },

    'prefetch' => sub {
        my ($stage) = @_;
        my $queue = $stage->queue('q');
        $stage->send_to($queue, 1 .. 5);
        Stage::call($stage->channel, 'qos', prefetch_count => 2);
        my $inbox = $stage->consume($queue, no_ack => 0);
        my $first = $inbox->take;
        $inbox->take;
        $stage->equal('what waits behind two', $stage->ready($queue), 3);
        $stage->equal('what came beyond two', $inbox->size, 0);

        $stage->channel->ack(delivery_tag => $first->{tag});
        $stage->equal('the next body', $inbox->take->{body}, 3);
        $stage->equal('what waits behind three', $stage->ready($queue), 2);
    },

    'transaction' => sub {
        my ($stage) = @_;
        my $queue = $stage->queue('q');
        Stage::call($stage->channel, 'select_tx');
        $stage->send_to($queue, 'never');
        Stage::call($stage->channel, 'rollback_tx');
        $stage->equal('ready after the rollback', $stage->ready($queue), 0);
        $stage->send_to($queue, 1, 2);
        $stage->equal('ready before the commit', $stage->ready($queue), 0);
        Stage::call($stage->channel, 'commit_tx');
        $stage->equal('what was committed', $stage->drain($queue), '1 2');
    },

    'quorum' => sub {
        my ($stage) = @_;
        my %quorum = (durable => 1, arguments => { 'x-queue-type' => 'quorum' });
        my $queue = $stage->queue('q', %quorum);
        $stage->send_to($queue, 'again');
        my $inbox = $stage->consume($queue, no_ack => 0);
        my $first = $inbox->take;
        $stage->check(!$first->{is_redelivered}, 'redelivered at first');
        $stage->channel->reject(delivery_tag => $first->{tag}, requeue => 1);
        my $second = $inbox->take;
        $stage->equal('the body', $second->{body}, 'again');
        my $count = $second->{header}->headers->{'x-delivery-count'};
        $stage->equal('x-delivery-count', $count, 1);
        $stage->channel->ack(delivery_tag => $second->{tag});
    },
};
