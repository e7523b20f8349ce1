<?php

// The lines that tutorials put at the top of a PHP script: header() for the origin, and an early end for OPTIONS.

$policy = json_decode(file_get_contents(getenv('CORSPEC_FOLDER') . '/policy.json'), true);
$origin = $_SERVER['HTTP_ORIGIN'] ?? '';
$credentials = $policy['credentials'] ?? false;

if (is_array($policy['origins'] ?? '*')) {
    foreach ($policy['origins'] as $allowed) {
        // A pattern is a regular expression.
        $expression = str_replace('\*\.', '([a-z0-9-]+\.)+', preg_quote($allowed, '#'));
        if (preg_match("#^$expression\$#", $origin)) {
            header("Access-Control-Allow-Origin: $origin");
        }
    }
} elseif ($credentials && $origin !== '') {
    // Browsers refuse `*` with cookies, so that the most copied version sends back the origin.
    header("Access-Control-Allow-Origin: $origin");
} else {
    header('Access-Control-Allow-Origin: *');
}
if ($credentials) {
    header('Access-Control-Allow-Credentials: true');
}
if (($policy['exposedHeaders'] ?? []) !== []) {
    header('Access-Control-Expose-Headers: ' . implode(', ', (array) $policy['exposedHeaders']));
}
if ($policy !== [] && $_SERVER['REQUEST_METHOD'] === 'OPTIONS') {
    $methods = $policy['methods'] ?? [];
    if ($methods !== []) {
        $all = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
        header('Access-Control-Allow-Methods: ' . implode(', ', $methods === '*' ? $all : $methods));
    }
    $names = $policy['requestHeaders'] ?? [];
    if ($names !== []) {
        $asked = $_SERVER['HTTP_ACCESS_CONTROL_REQUEST_HEADERS'] ?? '';
        header('Access-Control-Allow-Headers: ' . ($names === '*' ? $asked : implode(', ', $names)));
    }
    if (isset($policy['maxAge'])) {
        header('Access-Control-Max-Age: ' . $policy['maxAge']);
    }
    http_response_code(204);
    exit;
}

return require __DIR__ . '/../shared/php/routes.php';
