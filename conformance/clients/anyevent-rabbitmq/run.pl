#!/usr/bin/perl
# Scenarios of the conformance table, played with AnyEvent::RabbitMQ. Arguments are names of
# scenarios, AMQP_URL is the broker; each result is one line.
use v5.28;
use warnings;

use File::Basename qw(dirname);
use Stage;

STDOUT->autoflush(1);

# Each file gives a hash of name to code.
my @files = glob dirname(__FILE__) . '/scenarios/*.pl';
my %scenarios = map { %{ do($_) or die "$_: ", $@ || $! } } @files;

for my $name (@ARGV) {
    my $is_good = eval {
        my $scenario = $scenarios{$name} or die "unknown scenario\n";
        my $stage = Stage->new($name);
        my $is_played = eval { $scenario->($stage); 1 };
        my $reason = $@;
        $stage->clean_up;
        die $reason unless $is_played;
        1;
    };
    my $reason = $@ =~ s/\s+/ /gr;
    say $is_good ? "ok $name" : "not ok $name $reason";
}
