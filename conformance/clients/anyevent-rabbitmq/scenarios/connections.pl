# What the broker refuses, and how connections begin and end.
use v5.28;
use warnings;

use AnyEvent;

return {
    'exclusive' => sub {
        my ($stage) = @_;
        my $queue = $stage->queue('q', exclusive => 1);
        my $other = $stage->open_channel($stage->connect);
        my %same = (queue => $queue, exclusive => 1);
        $stage->refused($other, 405, 'RESOURCE_LOCKED', 'declare_queue', %same);
    },

    'not-found' => sub {
        my ($stage) = @_;
        my $queue = $stage->name('missing');
        my $text = "NOT_FOUND - no queue '$queue' in vhost '/'";
        my %passive = (queue => $queue, passive => 1);
        $stage->refused($stage->channel, 404, $text, 'declare_queue', %passive);
    },

    'inequivalent' => sub {
        my ($stage) = @_;
        my %durable = (queue => $stage->queue('q'), durable => 1);
        my $text = "inequivalent arg 'durable' for queue";
        $stage->refused($stage->channel, 406, $text, 'declare_queue', %durable);
    },

    'unknown-tag' => sub {
        my ($stage) = @_;
        $stage->channel->ack(delivery_tag => 99);
        $stage->refused($stage->channel, 406, 'unknown delivery tag 99');
    },

    'wrong-password' => sub {
        my ($stage) = @_;
        my $is_allowed = eval { $stage->connect(pass => 'wrong'); 1 };
        my $reason = $@;
        $stage->check(!$is_allowed, 'a wrong password was good enough');
        # The client sees that it is refused, and does not pass on with what words.
        my $closed = 'Expected Connection::Tune but got Net::AMQP::Protocol::Connection::Close';
        $stage->check($reason =~ /\Q$closed/, "refused with $reason");
    },

    'server-named' => sub {
        my ($stage) = @_;
        my $connection = $stage->connect;
        my $owner = $stage->open_channel($connection);
        my $frame = Stage::call($owner, 'declare_queue', queue => '', exclusive => 1);
        my $queue = $frame->method_frame->queue;
        $stage->check($queue =~ /^amq\.gen-/, "it is named $queue");
        Stage::call($connection, 'close');
        my %passive = (queue => $queue, passive => 1);
        $stage->refused($stage->channel, 404, 'NOT_FOUND', 'declare_queue', %passive);
    },

    'heartbeat' => sub {
        my ($stage) = @_;
        my $closed = AnyEvent->condvar;
        my $connection = $stage->connect(
            tune     => { heartbeat => 1 },
            on_close => sub { $closed->send('closed') },
        );
        my $silence = AnyEvent->timer(after => 3, cb => sub { $closed->send('open') });
        $stage->equal('the connection', scalar $closed->recv, 'open');
        Stage::call($stage->open_channel($connection), 'close');
    },
};
