# Which consumer gets a message, and how one ends.
use v5.28;
use warnings;

use Net::AMQP::Value;

return {
    'cancel-notify' => sub {
        my ($stage) = @_;
        my $queue = $stage->queue('q');
        my $inbox = $stage->consume($queue);
        my $other = $stage->open_channel($stage->connection);
        Stage::call($other, 'delete_queue', queue => $queue);
        my $cancel = $inbox->take_cancellation;
        $stage->check($cancel->isa('Net::AMQP::Protocol::Basic::Cancel'), 'it was not cancelled');
        $stage->equal('the cancelled consumer', $cancel->consumer_tag, $inbox->tag);
    },

    'single-active' => sub {
        my ($stage) = @_;
        my %single = ('x-single-active-consumer' => Net::AMQP::Value::true());
        my $queue = $stage->queue('q', arguments => \%single);
        my $active = $stage->consume($queue);
        my $waiting = $stage->consume($queue);
        $stage->send_to($queue, 1 .. 4);
        $stage->equal('what the active one gets', $active->take->{body}, $_) for 1 .. 4;
        $stage->equal('what the waiting one got', $waiting->size, 0);

        Stage::call($stage->channel, 'cancel', consumer_tag => $active->tag);
        $stage->send_to($queue, 5);
        $stage->equal('what the next one gets', $waiting->take->{body}, 5);
    },

    'consumer-priority' => sub {
        my ($stage) = @_;
        my $queue = $stage->queue('q');
        my $plain = $stage->consume($queue);
        my $preferred = $stage->consume($queue, arguments => { 'x-priority' => 10 });
        $stage->send_to($queue, 1 .. 4);
        $stage->equal('what the preferred one gets', $preferred->take->{body}, $_) for 1 .. 4;
        $stage->equal('what the other one got', $plain->size, 0);
    },
};
