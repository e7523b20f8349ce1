package Routes;

# The routes of the contract as a PSGI application. Nothing here knows of CORS.
# Static files and the comparison of ETags are for middleware of Plack around it.

use strict;
use warnings;

use File::Basename qw(dirname);
use JSON::PP;
use Plack::Request;
use Time::HiRes qw(sleep);

our $SHARED = dirname(__FILE__) . '/..';
my $json = JSON::PP->new->utf8->canonical->allow_nonref;
my $etag = '"corspec"';
my $longest_body = 16 * 1024;
my $longest_delay = 30_000;
my $remembered_ids = 10_000;
my $part = qr/[A-Za-z_\$][A-Za-z0-9_\$]{0,63}/;
my @events = ("data: first\n\n", "data: second\n\n");
my %types = (
    '/image.png'  => 'image/png',
    '/script.js'  => 'text/javascript; charset=utf-8',
    '/module.js'  => 'text/javascript; charset=utf-8',
    '/style.css'  => 'text/css; charset=utf-8',
    '/font.woff2' => 'font/woff2',
);
my @no_store = ('Cache-Control' => 'no-store');

# Each application counts writes of its own.
sub to_app {
    my %writes;
    my %routes = (
        '/resource'    => sub { resource(\%writes, @_) },
        '/whoami'      => sub { json(200, { session => $_[0]->cookies->{session} }, @no_store) },
        '/login'       => \&login,
        '/denied'      => sub { json(403, { error => 'denied' }) },
        '/limited'     => sub { json(429, { error => 'too many requests' }, 'Retry-After' => 30) },
        '/crash'       => sub { die "/crash dies\n" },
        '/private'     => \&private,
        '/redirect'    => \&redirect,
        '/dir'         => sub { [301, [Location => '/dir/'], []] },
        '/stream'      => sub { text('text/event-stream', \@events, @no_store) },
        '/raw'         => \&raw,
        '/slow'        => \&slow,
        '/vary'        => sub { json(200, { vary => 'Accept-Encoding' }, Vary => 'Accept-Encoding') },
        '/cacheable'   => sub { json(200, { cacheable => JSON::PP::true }, 'Cache-Control' => 'max-age=60') },
        '/conditional' => sub {
            json(200, { conditional => JSON::PP::true }, ETag => $etag, 'Cache-Control' => 'no-cache');
        },
        '/parse'       => \&parse,
        '/download'    => \&download,
        '/media.wav'   => \&media,
        '/jsonp'       => \&jsonp,
        map { $_ => \&asset } keys %types,
    );
    return sub {
        my $request = Plack::Request->new(shift);
        my $route = $routes{ $request->path_info };
        return $route ? $route->($request) : json(404, { error => 'not found' });
    };
}

sub resource {
    my ($writes, $request) = @_;
    my $id = substr $request->query_parameters->{id} // '', 0, 200;
    if ($request->method =~ /\A(?:POST|PUT|PATCH|DELETE)\z/) {
        # With too many ids the counts begin anew, so that a long run does not fill the memory.
        %$writes = () if keys %$writes > $remembered_ids;
        $writes->{$id}++;
    }
    my @headers = ('X-Total-Count' => 42, 'X-Request-Id' => join('-', time, int rand 1e9), ETag => $etag, @no_store);
    return json(200, { method => $request->method, writes => $writes->{$id} // 0 }, @headers);
}

sub login {
    my $value = $_[0]->query_parameters->{value} // '';
    my $session = $value =~ /\A[A-Za-z0-9_.~-]{1,100}\z/ ? $value : 's';
    return json(200, { session => $session }, 'Set-Cookie' => "session=$session; SameSite=None; Secure; Path=/");
}

sub private {
    return json(200, { private => JSON::PP::true }) if $_[0]->header('Authorization');
    return json(401, { error => 'unauthorized' }, 'WWW-Authenticate' => 'Bearer');
}

sub redirect {
    my $query = $_[0]->query_parameters;
    my $to = $query->{to} || '/resource';
    # A Location header is ASCII without spaces and line ends, whatever the query says.
    $to =~ s/([^\x21-\x7e])/sprintf '%%%02X', ord $1/ge;
    my $status = $query->{status} // '';
    return [$status =~ /\A30[12378]\z/ ? $status : 302, [Location => $to], []];
}

# By the streaming interface of PSGI.
sub raw {
    return sub {
        my $writer = $_[0]->([200, ['Content-Type' => 'text/event-stream', @no_store]]);
        $writer->write($_) for @events;
        $writer->close;
    };
}

sub slow {
    my $asked = $_[0]->query_parameters->{ms} // '';
    my $ms = $asked =~ /\A\d{1,9}\z/ ? 0 + $asked : 0;
    $ms = $longest_delay if $ms > $longest_delay;
    sleep $ms / 1000;
    return json(200, { ms => $ms });
}

sub parse {
    my $request = shift;
    return json(405, { error => 'method not allowed' }, Allow => 'POST') if $request->method ne 'POST';
    my ($type) = split /;/, $request->content_type // '';
    return json(415, { error => 'unsupported media type' }) if ($type // '') !~ m{\A\s*application/json\s*\z}i;
    return json(413, { error => 'payload too large' }) if length $request->content > $longest_body;
    return json(400, { error => 'bad request' }) if !eval { $json->decode($request->content); 1 };
    return json(200, { parsed => JSON::PP::true });
}

sub download {
    my @lines = ("name,value\n", "first,1\n", "second,2\n");
    return text('text/csv', \@lines, 'Content-Disposition' => 'attachment; filename="report.csv"');
}

# All of the sound, one part of it, or 416.
sub media {
    my $content = content('/media.wav');
    my $length = length $content;
    my @ranges = ('Accept-Ranges' => 'bytes');
    my ($from, $to) = ($_[0]->header('Range') // '') =~ /\Abytes=(\d*)-(\d*)\z/;
    return text('audio/wav', [$content], @ranges) if !defined $from || "$from$to" eq '';
    my $first = $from eq '' ? ($to > $length ? 0 : $length - $to) : $from;
    my $last = $from eq '' || $to eq '' || $to >= $length ? $length - 1 : $to;
    return [416, [@ranges, 'Content-Range' => "bytes */$length"], []] if $first >= $length;
    my $part = substr $content, $first, $last - $first + 1;
    my $answer = text('audio/wav', [$part], @ranges, 'Content-Range' => "bytes $first-$last/$length");
    $answer->[0] = 206;
    return $answer;
}

sub asset {
    my $path = $_[0]->path_info;
    return text($types{$path}, [content($path)]);
}

sub content {
    my ($path) = @_;
    open my $file, '<:raw', "$SHARED/assets$path" or die "$path: $!";
    local $/;
    return <$file>;
}

sub jsonp {
    my $name = $_[0]->query_parameters->{callback} // 'callback';
    return json(400, { error => 'callback is not a valid function name' }) if $name !~ /\A$part(?:\.$part){0,3}\z/;
    return text('text/javascript; charset=utf-8', ["$name({\"jsonp\":true});\n"]);
}

sub json {
    my ($status, $content, @headers) = @_;
    return [$status, ['Content-Type' => 'application/json', @headers], [$json->encode($content)]];
}

sub text {
    my ($type, $chunks, @headers) = @_;
    return [200, ['Content-Type' => $type, @headers], [@$chunks]];
}

1;
