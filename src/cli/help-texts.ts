/** What the help of each command ends with. */

export const statuses = `Exit status: 0 conforms; 1 fails; 2 the command is wrong; 3 no verdict, as something could not be run.`;

export const mainExamples = `Examples:
  corspec run http://localhost:3000/api --origin https://app.example.com --methods GET,PUT
  corspec run https://api.example.com/users --policy cors.json --browser chromium,firefox
  corspec compare --browser all --reporter html
  corspec explain http://localhost:8000/api --origin http://localhost:8080 --method PUT --credentials
  corspec list scenarios --level security`;

export const runExamples = `Examples:
  corspec run http://localhost:3000/api --origin https://app.example.com --credentials
  corspec run http://localhost:3000/api --policy cors.json --allow-writes --reporter junit=cors.xml
  corspec run express-cors --policy allowlist --scenario 'preflight/*'

Without --allow-writes nothing is changed on a server at a URL: corspec holds POST, PUT, PATCH and DELETE back.

${statuses}`;

export const compareExamples = `Examples:
  corspec compare
  corspec compare express-cors fastify-cors --policy credentialed --browser all
  corspec compare --servers ./my-servers --reporter html=report.html

Exit status: 0 whenever the comparison could be made, failures and all; with --gate that of run.`;

export const explainExamples = `Examples:
  corspec explain http://localhost:8000/api --origin http://localhost:8080
  corspec explain http://localhost:8000/api/v1/stats --origin http://localhost:8080 --credentials \\
    --method POST --header 'Content-Type: application/json' --data '{"category": "a"}' --allow-writes
  corspec explain https://api.example.com/me --origin https://app.example.com --browser firefox

Preflights are always sent. A POST, PUT, PATCH or DELETE itself reaches the server with --allow-writes alone.

Exit status: 0 the script can read the response; 1 it cannot; 2 the command is wrong; 3 no verdict, as something could not be run.`;

export const listExamples = `Examples:
  corspec list servers
  corspec list scenarios --suite preflight --level required,security
  corspec list scenarios preflight/put-allowed
  corspec list browsers --json`;

export const browsersExamples = `Examples:
  corspec browsers
  corspec browsers --browser firefox --case 'C*'

Exit status: 0 every deviation is a known one; 1 one is not; 2 the command is wrong; 3 no browser.`;

export const checkServerExamples = `Examples:
  corspec check-server express-cors
  corspec check-server ./my-server
  corspec check-server http://localhost:3000 --allow-writes

At a URL, all routes of the contract are expected, or those that --routes FILE names. docs/servers.md has the contract.

Exit status: 0 keeps the contract; 1 does not; 2 the command is wrong; 3 cannot be reached or started.`;
