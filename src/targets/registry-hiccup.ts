/** What package managers print when a registry or the network fails, as opposed to a package or a lock file. */
const hiccups = new RegExp(
  [
    // Node.js and npm.
    /\b(?:ECONNRESET|ECONNREFUSED|ETIMEDOUT|ESOCKETTIMEDOUT|EAI_AGAIN|ENETUNREACH|ERR_SOCKET_TIMEOUT|E(?:429|50[0234]))\b/,
    // Statuses, in the words of npm, pip, cargo, Maven and apt.
    /\b(?:HTTP(?: status| error)?|status(?: code)?:?|error:?|returned) *(?:code)? *(?:429|50[0234])\b/,
    /\b(?:429 Too Many Requests|50[234] (?:Bad Gateway|Service Unavailable|Gateway Time-?out))\b/,
    // Names of hosts.
    /\b(?:Temporary failure (?:in name resolution|resolving)|Could not resolve host|Unknown host|no such host)\b/,
    // Connections: pip, Go, cargo (curl), Maven (Java) and apt.
    /\b(?:[Rr]ead timed out|[Cc]onnect(?:ion)? timed out|[Cc]onnection (?:was )?reset|[Cc]onnection refused|Connection aborted|RemoteDisconnected|IncompleteRead)\b/,
    /\b(?:i\/o timeout|TLS handshake timeout|unexpected EOF|network is unreachable)\b/,
    /\b(?:spurious network error|Timeout was reached|SSL connect error)\b/,
    /\b(?:Premature (?:EOF|end of (?:chunk|Content-Length))|Remote host terminated the handshake|Connect to \S+ failed)\b/,
    /\b(?:Unable to connect to|Could not connect to|Hash Sum mismatch)\b/,
  ]
    .map(({ source }) => source)
    .join('|'),
);

/** The first sign that a registry did not respond properly, as it is in the output; null if there is none. Untrusted text. */
export function hiccupIn(output: string): string | null {
  return hiccups.exec(output)?.[0] ?? null;
}

const registries: readonly (readonly [command: RegExp, registry: string])[] = [
  [/\b(npm|npx|pnpm|yarn)\b/, 'The npm registry'],
  [/\b(pip3?|uv|poetry)\b/, 'PyPI'],
  [/\bgo\b/, 'The Go module proxy'],
  [/\bcargo\b/, 'crates.io'],
  [/\b(mvn|gradle)\b/, 'Maven Central'],
  [/\b(bundle|gem)\b/, 'RubyGems'],
  [/\bcomposer\b/, 'Packagist'],
  [/\bapt-get\b/, 'The package archive of the distribution'],
];

/** The registry that an install command uses, as the subject of a sentence. */
export function registryOf(command: string): string {
  return registries.find(([pattern]) => pattern.test(command))?.[1] ?? 'The package registry';
}
