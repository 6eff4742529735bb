package Stage;

# What one scenario plays on: a connection, a channel, and the names of all it declared, so that
# they can be deleted afterwards. The client calls back; here each call is waited for.
use v5.28;
use warnings;

use AnyEvent;
use AnyEvent::RabbitMQ;
use Inbox;

# How many seconds anything may take that has to happen.
use constant LIMIT => 20;

AnyEvent::RabbitMQ->load_xml_spec;

sub new {
    my ($class, $scenario) = @_;
    my %declared = (queues => [], exchanges => []);
    my $self = bless { scenario => $scenario, connections => [], %declared }, $class;
    $self->{connection} = $self->connect;
    $self->{channel} = $self->open_channel($self->{connection});
    return $self;
}

sub channel    { return $_[0]{channel} }
sub connection { return $_[0]{connection} }

# What AMQP_URL says, in the words of AnyEvent::RabbitMQ.
sub address {
    my ($user, $pass, $host, $port, $vhost) =
        $ENV{AMQP_URL} =~ m{^amqp://(?:([^:@]*):([^@]*)@)?([^:/]+)(?::(\d+))?(?:/(.*))?$}
        or die "cannot read AMQP_URL\n";
    return (
        host  => $host,
        port  => $port // 5672,
        user  => $user // 'guest',
        pass  => $pass // 'guest',
        vhost => ($vhost // '') =~ s/%2f/\//ir || '/',
    );
}

# Runs a method that reports to on_success or on_failure, and gives what the first gets.
sub call {
    my ($object, $method, %args) = @_;
    my $done = AnyEvent->condvar;
    $object->$method(
        %args,
        on_success => sub { $done->send(@_) },
        on_failure => sub { $done->croak("$method: " . reason_of(@_)) },
    );
    return await($done, "no answer to $method");
}

# Waits for a condition variable, up to the limit.
sub await {
    my ($done, $complaint) = @_;
    my $timer = AnyEvent->timer(after => LIMIT, cb => sub { $done->croak("$complaint\n") });
    my @values = $done->recv;
    return wantarray ? @values : $values[0];
}

# A failure is a text, or the frame that closed the connection.
sub reason_of {
    my @words = map {
        my $method = ref && $_->can('method_frame') ? $_->method_frame : undef;
        $method && $method->can('reply_text')
            ? $method->reply_code . ' ' . $method->reply_text
            : $_ // ''
    } @_;
    return "@words\n";
}

sub connect {
    my ($self, %args) = @_;
    my $connection = AnyEvent::RabbitMQ->new;
    call($connection, 'connect', address(), on_read_failure => sub { }, %args);
    push @{ $self->{connections} }, $connection;
    return $connection;
}

# The channel's closing, should the broker close it, comes out of close_of.
sub open_channel {
    my ($self, $connection) = @_;
    my $closed = AnyEvent->condvar;
    my $channel = call($connection, 'open_channel', on_close => sub { $closed->send($_[0]) });
    $self->{closes}{$channel} = $closed;
    return $channel;
}

# Waits until the broker has closed the channel, and gives its Channel.Close.
sub close_of {
    my ($self, $channel) = @_;
    return await($self->{closes}{$channel}, 'the channel stays open')->method_frame;
}

# Closes the channel, which gives back what it has not settled, and opens another.
sub renew_channel {
    my ($self) = @_;
    call($self->channel, 'close');
    return $self->{channel} = $self->open_channel($self->connection);
}

sub name {
    my ($self, $part) = @_;
    return join '.', $ENV{CONFORMANCE_PREFIX}, $self->{scenario}, $part;
}

# Declares a queue: a transient one unless the arguments say otherwise.
sub queue {
    my ($self, $part, %args) = @_;
    my $name = $self->name($part);
    push @{ $self->{queues} }, $name;
    call($self->channel, 'declare_queue', queue => $name, %args);
    return $name;
}

sub exchange {
    my ($self, $part, $type, %args) = @_;
    my $name = $self->name($part);
    push @{ $self->{exchanges} }, $name;
    call($self->channel, 'declare_exchange', exchange => $name, type => $type, %args);
    return $name;
}

sub bind {
    my ($self, $queue, $exchange, $key, %args) = @_;
    my %binding = (queue => $queue, exchange => $exchange, routing_key => $key);
    call($self->channel, 'bind_queue', %binding, %args);
    return;
}

sub publish {
    my ($self, $exchange, $key, $body, %header) = @_;
    $self->channel->publish(
        exchange => $exchange, routing_key => $key, body => $body, header => \%header,
    );
    return;
}

# Publishes bodies to a queue, through the default exchange.
sub send_to {
    my ($self, $queue, @bodies) = @_;
    $self->publish('', $queue, $_) for @bodies;
    return;
}

# Starts a consumer, whose deliveries wait in the returned Inbox.
sub consume {
    my ($self, $queue, %args) = @_;
    return Inbox->new($self->channel, queue => $queue, %args);
}

# The body that is next in a queue, or undef, and the count of what is left behind it.
sub get {
    my ($self, $queue) = @_;
    my $got = call($self->channel, 'get', queue => $queue);
    return undef if $got->{empty};
    return ($got->{body}->payload, $got->{ok}->method_frame->message_count);
}

# The bodies in a queue, in order.
sub drain {
    my ($self, $queue) = @_;
    my @bodies;
    while (defined(my $body = ($self->get($queue))[0])) {
        push @bodies, $body;
    }
    return "@bodies";
}

# Counts what a queue could deliver now.
sub ready {
    my ($self, $queue) = @_;
    my $frame = call($self->channel, 'declare_queue', queue => $queue, passive => 1);
    return $frame->method_frame->message_count;
}

sub check {
    my ($self, $condition, $complaint) = @_;
    die "$complaint\n" unless $condition;
    return;
}

sub equal {
    my ($self, $what, $actual, $expected) = @_;
    $actual //= '(undefined)';
    $self->check($actual eq $expected, "$what is '$actual', not '$expected'");
    return;
}

# The broker has to answer by closing the channel, with this code and a text that has the other
# in it.
sub refused {
    my ($self, $channel, $code, $text, $method, %args) = @_;
    if (defined $method) {
        my $is_allowed = eval { call($channel, $method, %args); 1 };
        $self->check(!$is_allowed, "allowed, where $code was due");
    }
    my $close = $self->close_of($channel);
    $self->equal('the code', $close->reply_code, $code);
    my $reason = $close->reply_text;
    $self->check(index($reason, $text) >= 0, "'$reason' lacks '$text'");
    return;
}

# Deletes on a fresh connection, since the scenario may have lost its own.
sub clean_up {
    my ($self) = @_;
    my @used = splice @{ $self->{connections} };
    $_->is_open and call($_, 'close') for @used;
    my $janitor = $self->connect;
    my $broom = $self->open_channel($janitor);
    call($broom, 'delete_queue', queue => $_) for @{ $self->{queues} };
    call($broom, 'delete_exchange', exchange => $_) for @{ $self->{exchanges} };
    call($janitor, 'close');
    return;
}

1;
