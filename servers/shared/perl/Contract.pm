package Contract;

# The protocol and the policy of an implementation (docs/servers.md), for PSGI applications: a process of Starlet for each
# policy, which ends with this one.

use strict;
use warnings;

use IO::Socket::INET;
use JSON::PP;
use Plack::Handler::Starlet;

my $json = JSON::PP->new->utf8->canonical->allow_nonref;
my @lists = qw(methods requestHeaders exposedHeaders);
my $known = join ', ', 'origins', 'credentials', @lists, 'maxAge';

# $build->($policy) configures the library and gives the application.
sub run {
    my ($build, %versions) = @_;
    $| = 1;
    my $policies = read_policies();
    # The end of this process closes the pipe, however it ends.
    pipe(my $alive, my $held) or die "pipe: $!";
    for my $name (sort keys %$policies) {
        my $problem = policy_problem($policies->{$name});
        my $app = defined $problem ? undef : eval { $build->($policies->{$name}) };
        $problem //= "refused at set-up: $@" if !$app;
        say_line({ policy => $name, unsupported => $problem }) and next if defined $problem;
        my $socket = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Listen => 128, Proto => 'tcp') or die "listen: $!";
        serve($app, $socket, $alive, $held);
        say_line({ policy => $name, url => 'http://127.0.0.1:' . $socket->sockport });
        close $socket;
    }
    say_line({ ready => JSON::PP::true, versions => \%versions });
    1 while sysread STDIN, my $buffer, 65536;
    return;
}

sub serve {
    my ($app, $socket, $alive, $held) = @_;
    my $child = fork // die "fork: $!";
    return if $child;
    close $held;
    open STDIN, '<', '/dev/null' or die $!;
    open STDOUT, '>', '/dev/null' or die $!;
    # The trace of /crash.
    open STDERR, '>', '/dev/null' or die $!;
    my $server = $$;
    my $watch = fork // die "fork: $!";
    if (!$watch) {
        close $socket;
        sysread $alive, my $buffer, 1;
        kill 'KILL', $server;
        exit 0;
    }
    # One process, so that the counters of the routes are those of all requests. It serves one connection at a time, and would wait
    # for further requests on it while others come.
    my @listens;
    $listens[fileno $socket] = { host => '127.0.0.1', port => $socket->sockport, sock => $socket };
    Plack::Handler::Starlet->new(listens => \@listens, max_workers => 0, max_keepalive_reqs => 1)->run($app);
    exit 1;
}

sub read_policies {
    my $line = '';
    # Not through a buffer, which the loop for the end of stdin would not see.
    while (index($line, "\n") < 0) {
        sysread(STDIN, $line, 65536, length $line) or exit 0;
    }
    my $message = eval { $json->decode($line) };
    return $message->{policies} if ref $message eq 'HASH' && ref $message->{policies} eq 'HASH';
    die sprintf qq(expected one line of JSON on stdin, {"policies": {"<name>": <policy>, ...}}, got %.200s\n), $line;
}

sub say_line {
    my ($line) = @_;
    return print $json->encode($line), "\n";
}

# Why a value is no valid policy; undef when it is one.
sub policy_problem {
    my ($policy) = @_;
    return 'a policy is an object, not ' . $json->encode($policy) if ref $policy ne 'HASH';
    for my $key (sort keys %$policy) {
        my $problem = field_problem($key, $policy->{$key});
        return $problem if defined $problem;
    }
    return;
}

sub field_problem {
    my ($key, $field) = @_;
    my $shown = $json->encode($field);
    if ($key eq 'credentials') {
        return JSON::PP::is_bool($field) ? undef : "credentials is true or false, not $shown";
    }
    if ($key eq 'maxAge') {
        return $shown =~ /\A\d+\z/ ? undef : "maxAge is a whole number of seconds, 0 or more, not $shown";
    }
    return qq(unknown key "$key"; a policy has $known) if !grep { $_ eq $key } 'origins', @lists;
    return if defined $field && !ref $field && $field eq '*';
    if (ref $field ne 'ARRAY' || grep { !defined || ref || $_ eq '' } @$field) {
        return qq($key is "*" or a list of strings, not $shown);
    }
    return if $key ne 'origins';
    my ($wrong) = grep { !m{\A(?:null|[a-z][a-z0-9+.-]*://(?:\*\.)?[^\s/*?\#]+)\z} } @$field;
    return if !defined $wrong;
    return "origins has \"$wrong\", which is neither an origin (https://app.example.com) nor a pattern of subdomains "
        . '(https://*.example.com)';
}

1;
