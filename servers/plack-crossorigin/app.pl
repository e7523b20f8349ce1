use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/../shared/perl";

use Contract;
use Plack;
use Plack::Builder;
use Plack::Middleware::CrossOrigin;
use Routes;
use Starlet;

my %options = (
    origins        => 'origins',
    credentials    => 'credentials',
    methods        => 'methods',
    requestHeaders => 'headers',
    exposedHeaders => 'expose_headers',
    maxAge         => 'max_age',
);

sub create_app {
    my ($policy) = @_;
    # Patterns such as https://*.example.com are written as they are, and `*` is all of a list.
    my %cors = map { $options{$_} => $policy->{$_} } keys %$policy;
    my $static = "$Routes::SHARED/static";
    return builder {
        # Starlet sends a HEAD without Content-Length as chunks, so both are around everything that responds.
        enable 'Head';
        enable 'ContentLength';
        enable 'CrossOrigin', %cors;
        enable 'HTTPExceptions';
        enable 'ConditionalGET';
        enable 'Static', path => sub { s{\A/dir/\z}{/dir/index.html} || $_ eq '/file.txt' }, root => $static;
        Routes::to_app();
    };
}

Contract::run(
    \&create_app,
    'Plack'                          => Plack->VERSION,
    'Plack::Middleware::CrossOrigin' => Plack::Middleware::CrossOrigin->VERSION,
    'Starlet'                        => Starlet->VERSION,
);
