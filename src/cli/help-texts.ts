/** The examples and exit statuses at the end of each command's help. */

export const statuses = `Exit status: 0 pass; 1 failures; 2 invalid command or policy; 3 no verdict, because something could not be run.`;

export const mainExamples = `Examples:
  corspec run http://localhost:3000/api --origin https://app.example.com --methods GET,PUT
  corspec run https://api.example.com/users --policy cors.json --browser chromium,firefox
  corspec compare --browser all --reporter html
  corspec explain http://localhost:8000/api --origin http://localhost:8080 --method PUT --credentials
  corspec report results.json --reporter html --open
  corspec list scenarios --level security`;

export const runExamples = `Examples:
  corspec run http://localhost:3000/api --origin https://app.example.com --credentials
  corspec run http://localhost:3000/api --policy cors.json --allow-writes --reporter junit=cors.xml
  corspec run http://localhost:3000/api --policy cors.json --start 'npm start' --wait http://localhost:3000/health
  corspec run http://localhost:3000/api --policy cors.json --watch
  corspec run --openapi openapi.yaml --base-url http://localhost:8000 --policy cors.json
  corspec run express-cors --policy allowlist --scenario 'preflight/*'

The server of --start is stopped after the checks, with every process that it started. If a server responds at the URL
already, it is used instead; where the variable CI is set, it is an error.

Runs against a URL are read-only by default: corspec does not forward POST, PUT, PATCH and DELETE requests to the server.
Use --allow-writes to forward them.

${statuses}`;

export const compareExamples = `Examples:
  corspec compare
  corspec compare express-cors fastify-cors --policy credentialed --browser all
  corspec compare --servers ./my-servers --reporter html=report.html

Exit status: 0 if the comparison ran, even with failures; with --gate, the same as \`corspec run\`.`;

export const explainExamples = `Examples:
  corspec explain http://localhost:8000/api --origin http://localhost:8080
  corspec explain http://localhost:8000/api/v1/stats --origin http://localhost:8080 --credentials \\
    --method POST --header 'Content-Type: application/json' --data '{"category": "a"}' --allow-writes
  corspec explain https://api.example.com/me --origin https://app.example.com --browser firefox
  corspec explain --har app.har            ("Save all as HAR" in the Network panel; sends nothing)
  corspec explain --curl - < command.txt
  corspec explain --fetch -                (then paste it, and press Ctrl-D)

Preflights are always sent. A POST, PUT, PATCH or DELETE request is forwarded to the server only with --allow-writes.

Exit status: 0 the script can read the response; 1 it cannot; 2 invalid command; 3 no verdict, because the request could not be made.
With --har: 1 at least one request is blocked; 3 the file does not tell of any whether it is.`;

export const reportExamples = `Examples:
  corspec report results.json --open
  corspec report results.json --reporter html=report.html --reporter junit=cors.xml
  corspec report chromium.json firefox.json --reporter json=all.json      (several runs as one)

Results name their policies but do not contain them.

Exit status: 0 the reports were written, whatever they say; 2 invalid command or file; 3 a report could not be written.`;

export const mergeExamples = `Examples:
  corspec merge shard-*.jsonl --output results.json.gz
  corspec merge chromium.json firefox.json --output all.json

Checks have the order of one run. The memory that this takes hardly depends on the number of results. One browser in two versions is two
browsers in the result. A check that is in two files is an error.

Exit status: 0 the result is complete; 2 invalid command or file; 3 shards or checks are missing (the rest is written), or it could not be written.`;

export const historyExamples = `Examples:
  corspec history results/
  corspec history monday.json.gz tuesday.json.gz --json
  corspec history results/ --reporter terminal --reporter html=history.html

Runs are sorted by the time when they started. What failed in the last run only is new; a verdict that has changed at least three
times is flapping.

Exit status: 0 the history was written; 2 invalid command or file; 3 a report could not be written.`;

export const diffExamples = `Examples:
  corspec diff before.json after.json
  corspec diff main.json branch.json --verbose

A target, policy or browser that only one file has is not compared; one in each file is compared even if the names differ.

Exit status: 0 not worse; 1 worse at a level other than informative; 2 invalid command or file, or nothing in common.`;

export const doctorExamples = `Examples:
  corspec doctor
  corspec doctor --json

Exit status: 0 a run is possible; 2 invalid command; 3 no run is possible.`;

export const listExamples = `Examples:
  corspec list servers
  corspec list scenarios --suite preflight --level required,security
  corspec list scenarios preflight/put-allowed
  corspec list browsers --json`;

export const browsersExamples = `Examples:
  corspec browsers
  corspec browsers --browser firefox --case 'C*'

Exit status: 0 all deviations are known; 1 unknown deviations; 2 invalid command; 3 no browser, or a case could not be run.`;

export const checkServerExamples = `Examples:
  corspec check-server express-cors
  corspec check-server ./my-server
  corspec check-server http://localhost:3000 --allow-writes

A server at a URL must have all routes of the contract, or those that --routes names. See docs/servers.md.

Exit status: 0 follows the contract; 1 does not; 2 invalid command; 3 the server could not be reached or started.`;

export const initExamples = `Examples:
  corspec init http://localhost:3000/api --origin https://app.example.com
  corspec init --openapi openapi.yaml --base-url http://localhost:8000 --yes

With --openapi, every path of the document is asked, and paths that answer alike have one policy.
Sends only GET and OPTIONS requests. What is dangerous in what the server does is shown and not made part of the policy, so
that \`corspec run\` fails until it is fixed.

Exit status: 0 the file was written; 2 invalid command, or the file exists; 3 the server does not respond.`;
