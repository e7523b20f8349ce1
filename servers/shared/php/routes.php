<?php

// The routes of the contract, for a script that runs for each request. Nothing here knows of CORS.
// Gives false for files that PHP's web server sends itself, and true for all else.

const ASSETS = __DIR__ . '/../assets';
const ETAG = '"corspec"';
const LONGEST_BODY = 16 * 1024;
const FUNCTION_NAME = '/^[A-Za-z_$][A-Za-z0-9_$]{0,63}(\.[A-Za-z_$][A-Za-z0-9_$]{0,63}){0,3}\z/';
const ASSET_TYPES = [
    '/image.png' => 'image/png',
    '/script.js' => 'text/javascript; charset=utf-8',
    '/module.js' => 'text/javascript; charset=utf-8',
    '/style.css' => 'text/css; charset=utf-8',
    '/font.woff2' => 'font/woff2',
];

function respond(string $path, string $method): bool
{
    switch ($path) {
        case '/file.txt':
        case '/dir/':
            return false;
        case '/dir':
            header('Location: /dir/', true, 301);
            return true;
        case '/resource':
            return resource($method);
        case '/whoami':
            header('Cache-Control: no-store');
            return json(['session' => $_COOKIE['session'] ?? null]);
        case '/login':
            $value = preg_match('/^[A-Za-z0-9_.~-]{1,100}\z/', $_GET['value'] ?? '') ? $_GET['value'] : 's';
            setcookie('session', $value, ['samesite' => 'None', 'secure' => true, 'path' => '/']);
            return json(['session' => $value]);
        case '/denied':
            return json(['error' => 'denied'], 403);
        case '/limited':
            header('Retry-After: 30');
            return json(['error' => 'too many requests'], 429);
        case '/crash':
            throw new RuntimeException('/crash throws');
        case '/private':
            if (($_SERVER['HTTP_AUTHORIZATION'] ?? '') !== '') {
                return json(['private' => true]);
            }
            header('WWW-Authenticate: Bearer');
            return json(['error' => 'unauthorized'], 401);
        case '/redirect':
            return redirect($_GET['to'] ?? '/resource', $_GET['status'] ?? '302');
        case '/slow':
            $ms = min((int) ($_GET['ms'] ?? 0), 30_000);
            usleep($ms * 1000);
            return json(['ms' => $ms]);
        case '/vary':
            // The second argument keeps the lines that are there.
            header('Vary: Accept-Encoding', false);
            return json(['vary' => 'Accept-Encoding']);
        case '/cacheable':
            header('Cache-Control: max-age=60');
            return json(['cacheable' => true]);
        case '/conditional':
            return conditional();
        case '/parse':
            return parse($method);
        case '/stream':
        case '/raw':
            header('Cache-Control: no-store');
            return send('text/event-stream', "data: first\n\n", "data: second\n\n");
        case '/download':
            header('Content-Disposition: attachment; filename="report.csv"');
            return send('text/csv', "name,value\n", "first,1\n", "second,2\n");
        case '/media.wav':
            return media($_SERVER['HTTP_RANGE'] ?? '');
        case '/jsonp':
            return jsonp($_GET['callback'] ?? 'callback');
    }
    if (isset(ASSET_TYPES[$path])) {
        return send(ASSET_TYPES[$path], file_get_contents(ASSETS . $path));
    }
    return json(['error' => 'not found'], 404);
}

function json(array $content, int $status = 200): bool
{
    http_response_code($status);
    return send('application/json', json_encode($content, JSON_UNESCAPED_SLASHES));
}

function send(string $type, string ...$parts): bool
{
    header("Content-Type: $type");
    // PHP's own web server sends what a script prints, whatever the method is.
    if ($_SERVER['REQUEST_METHOD'] === 'HEAD') {
        return true;
    }
    foreach ($parts as $part) {
        echo $part;
        flush();
    }
    return true;
}

/** Writes are counted in a file for each id: a script keeps nothing from one request to the next. */
function resource(string $method): bool
{
    $file = getenv('CORSPEC_FOLDER') . '/writes-' . hash('sha256', substr($_GET['id'] ?? '', 0, 200));
    $writes = is_file($file) ? (int) file_get_contents($file) : 0;
    if (in_array($method, ['POST', 'PUT', 'PATCH', 'DELETE'], true)) {
        file_put_contents($file, (string) ++$writes);
    }
    header('X-Total-Count: 42');
    header('X-Request-Id: ' . bin2hex(random_bytes(16)));
    header('ETag: ' . ETAG);
    header('Cache-Control: no-store');
    return json(['method' => $method, 'writes' => $writes]);
}

function redirect(string $to, string $status): bool
{
    // A Location header is ASCII without spaces and line ends, whatever the query says.
    $to = preg_replace_callback('/[^\x21-\x7e]+/', fn (array $found): string => rawurlencode($found[0]), $to);
    header("Location: $to", true, in_array($status, ['301', '302', '303', '307', '308'], true) ? (int) $status : 302);
    return true;
}

function conditional(): bool
{
    header('ETag: ' . ETAG);
    header('Cache-Control: no-cache');
    if (($_SERVER['HTTP_IF_NONE_MATCH'] ?? '') === ETAG) {
        http_response_code(304);
        return true;
    }
    return json(['conditional' => true]);
}

function parse(string $method): bool
{
    if ($method !== 'POST') {
        header('Allow: POST');
        return json(['error' => 'method not allowed'], 405);
    }
    if (strtolower(trim(explode(';', $_SERVER['CONTENT_TYPE'] ?? '')[0])) !== 'application/json') {
        return json(['error' => 'unsupported media type'], 415);
    }
    $body = file_get_contents('php://input');
    if (strlen($body) > LONGEST_BODY) {
        return json(['error' => 'payload too large'], 413);
    }
    json_decode($body);
    return json_last_error() === JSON_ERROR_NONE ? json(['parsed' => true]) : json(['error' => 'bad request'], 400);
}

/** All of the sound, one part of it, or 416. */
function media(string $wanted): bool
{
    $content = file_get_contents(ASSETS . '/media.wav');
    $length = strlen($content);
    header('Accept-Ranges: bytes');
    if (!preg_match('/^bytes=(\d*)-(\d*)\z/', $wanted, $found) || $found[1] . $found[2] === '') {
        return send('audio/wav', $content);
    }
    $first = $found[1] === '' ? max(0, $length - (int) $found[2]) : (int) $found[1];
    $last = $found[1] === '' || $found[2] === '' ? $length - 1 : min((int) $found[2], $length - 1);
    if ($first >= $length) {
        http_response_code(416);
        header("Content-Range: bytes */$length");
        return true;
    }
    http_response_code(206);
    header("Content-Range: bytes $first-$last/$length");
    return send('audio/wav', substr($content, $first, $last - $first + 1));
}

function jsonp(string $callback): bool
{
    if (!preg_match(FUNCTION_NAME, $callback)) {
        return json(['error' => 'callback is not a valid function name'], 400);
    }
    return send('text/javascript; charset=utf-8', "$callback({\"jsonp\":true});\n");
}

return respond(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) ?: '/', $_SERVER['REQUEST_METHOD']);
