package Inbox;

# A consumer whose deliveries wait until the scenario takes them.
use v5.28;
use warnings;

use AnyEvent;

sub new {
    my ($class, $channel, %args) = @_;
    my $self = bless { messages => [], cancelled => AnyEvent->condvar }, $class;
    my $frame = Stage::call(
        $channel, 'consume', %args,
        on_consume => sub {
            push @{ $self->{messages} }, $_[0];
            $self->{arrived}->send if $self->{arrived};
        },
        on_cancel => sub { $self->{cancelled}->send($_[0]) },
    );
    $self->{tag} = $frame->method_frame->consumer_tag;
    return $self;
}

sub tag  { return $_[0]{tag} }
sub size { return scalar @{ $_[0]{messages} } }

# Waits for the next message, and gives it flat: body, tag, is_redelivered, header.
sub take {
    my ($self) = @_;
    if ($self->size == 0) {
        $self->{arrived} = AnyEvent->condvar;
        Stage::await($self->{arrived}, 'no message came');
        delete $self->{arrived};
    }
    my $message = shift @{ $self->{messages} };
    my $deliver = $message->{deliver}->method_frame;
    return {
        body           => $message->{body} ? $message->{body}->payload : '',
        tag            => $deliver->delivery_tag,
        is_redelivered => $deliver->redelivered,
        header         => $message->{header},
    };
}

# Waits until the broker has cancelled the consumer, and gives its Basic.Cancel.
sub take_cancellation {
    my ($self) = @_;
    return Stage::await($self->{cancelled}, 'the consumer was not cancelled')->method_frame;
}

1;
