import type { Library, Settings } from './library.ts';
import { type ArgumentNames, pyArguments, pyCall, pyList } from './python.ts';
import { anchored, entriesOf, isPattern } from './snippets.ts';

const names: ArgumentNames = {
  credentials: 'allow_credentials',
  methods: 'allow_methods',
  requestHeaders: 'allow_headers',
  exposedHeaders: 'expose_headers',
  maxAge: 'max_age',
};

/** The whole origin has to match the regular expression. */
function origins(settings: Settings): readonly string[] {
  if (settings.origins === '*') return ['allow_origins=["*"]'];
  const entries = entriesOf(settings);
  const [listed, patterns] = [entries.filter((entry) => !isPattern(entry)), entries.filter(isPattern)];
  return [
    ...(listed.length === 0 && patterns.length > 0 ? [] : [`allow_origins=${pyList(listed)}`]),
    ...(patterns.length === 0 ? [] : [`allow_origin_regex=r"${anchored(patterns)}"`]),
  ];
}

function keywords(settings: Settings): readonly string[] {
  return [...origins(settings), ...pyArguments(names, settings)];
}

function call(settings: Settings): string {
  return pyCall('app.add_middleware(', ['CORSMiddleware', ...keywords(settings)]);
}

/** FastAPI, and Starlette, with Starlette's CORSMiddleware. */
export const fastapi: Library = {
  title: "FastAPI (Starlette's CORSMiddleware)",
  language: 'python',
  where: 'main.py, after all other app.add_middleware() calls',
  call,
  whereLines: 'the arguments of CORSMiddleware',
  lines: (settings) => pyArguments(names, settings).map((argument) => `${argument},`),
  advice: {
    origins: {
      note: '`allow_origins` is a list: of one string, each substring is allowed. `["*"]` together with `allow_credentials=True` reflects every site.',
    },
    methods: { note: 'Without `allow_methods`, CORSMiddleware allows GET only and answers 400.' },
    'request-headers': {
      note: 'CORSMiddleware always allows Accept, Accept-Language, Content-Language and Content-Type.',
    },
    'max-age': { note: 'Without `max_age`, CORSMiddleware sends 600.' },
    order: {
      note: 'The middleware that is added last runs first.',
      snippet: (settings) =>
        `app.add_middleware(AuthenticationMiddleware, backend=backend)\n${call(settings)}`,
    },
    'error-responses': {
      note: 'The 500 response to an unhandled exception is created by ServerErrorMiddleware, outside all added middleware: wrap the application instead. An HTTPException has the headers.',
      where: 'main.py, in place of app.add_middleware(CORSMiddleware, …)',
      snippet: (settings) =>
        `api = FastAPI()\n${pyCall('app = CORSMiddleware(', ['api', ...keywords(settings)])}`,
    },
    vary: {
      note: 'Before Starlette 1.7, CORSMiddleware adds Vary only to responses to allowed origins. To cover errors and other origins, wrap the application and set Vary around it.',
      where: 'main.py, after CORSMiddleware is added',
      snippet: () => `@app.middleware("http")
async def vary_by_origin(request, call_next):
    response = await call_next(request)
    response.headers.add_vary_header("Origin")
    return response`,
    },
    'private-network': {
      where: 'the arguments of CORSMiddleware',
      snippet: () => 'allow_private_network=False,',
    },
  },
};
