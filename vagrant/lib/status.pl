# What a router says of itself, one JSON object a line: perl status.pl SOCKET [SECONDS PROCESS]
# Once, with 1 as its exit code where no router answers; or once in each interval for as long as the process lives.
use strict;
use warnings;
use IO::Socket::UNIX;

$SIG{PIPE} = 'IGNORE';
my ($socket, $interval, $process) = @ARGV;

sub status {
    my $router = IO::Socket::UNIX->new(Peer => $socket) or return '';
    print $router "status json\n";
    $router->flush;
    my $outcome = <$router>;
    return defined $outcome && $outcome eq "done\n" ? join('', <$router>) : '';
}

my $line = status();
syswrite STDOUT, $line;
exit($line eq '' ? 1 : 0) unless $interval;
while (kill 0, $process) {
    # A sleep for parts of a second that perl-base has.
    select(undef, undef, undef, $interval);
    syswrite STDOUT, status();
}
