import type { Library, Settings } from './library.ts';
import { type ArgumentNames, pyArguments, pyCall, pyList } from './python.ts';
import { anchored, doubleQuoted, entriesOf, isPattern } from './snippets.ts';

const names: ArgumentNames = {
  credentials: 'supports_credentials',
  methods: 'methods',
  requestHeaders: 'allow_headers',
  exposedHeaders: 'expose_headers',
  maxAge: 'max_age',
};

/** Strings with characters of regular expressions are regular expressions, which Flask-CORS does not anchor. */
function origins(settings: Settings): string {
  if (settings.origins === '*') return 'origins="*"';
  const entries = entriesOf(settings);
  if (!entries.some(isPattern)) return `origins=${pyList(entries)}`;
  const texts = entries.map((entry) => (isPattern(entry) ? `r"${anchored([entry])}"` : doubleQuoted(entry)));
  return `origins=[${texts.join(', ')}]`;
}

function call(settings: Settings): string {
  return pyCall('CORS(', ['app', origins(settings), ...pyArguments(names, settings)]);
}

/** Flask with Flask-CORS. */
export const flaskCors: Library = {
  title: 'Flask with Flask-CORS',
  language: 'python',
  where: 'app.py, directly after Flask()',
  call,
  whereLines: 'the arguments of CORS()',
  lines: (settings) => pyArguments(names, settings).map((argument) => `${argument},`),
  advice: {
    origins: {
      note: 'Without `origins`, Flask-CORS allows every site, and reflects it if `supports_credentials` is on. An entry with characters such as `*` or `?` is a regular expression that needs `^` and `$`. With `always_send` (the default), one listed origin is also sent in responses to requests without Origin.',
    },
    'request-headers': { note: 'Without `allow_headers`, every header is allowed.' },
    order: {
      note: '`before_request` functions run for preflights too: let them pass.',
      where: 'the function that checks the login',
      snippet: () => `@app.before_request
def authenticate():
    if request.method == "OPTIONS":
        return None`,
    },
    'error-responses': {
      note: '`intercept_exceptions` (on by default) covers errors of the application. Pages of the debugger and of a server in front of it have no headers: turn debug mode off, and use `CORS(app)` instead of `@cross_origin` on single routes.',
      snippet: call,
    },
    vary: {
      note: '`vary_header` is on by default, and adds Vary only if several origins, or a regular expression, are configured. Add to Vary in handlers instead of replacing it.',
      where: 'app.py',
      snippet: () => `@app.after_request
def vary_by_origin(response):
    response.vary.add("Origin")
    return response`,
    },
    'private-network': { where: 'the arguments of CORS()', snippet: () => 'allow_private_network=False,' },
  },
};
