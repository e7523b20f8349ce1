import { goList, goStruct } from './go.ts';
import type { Library, Settings } from './library.ts';
import { entriesOf, namesOf } from './snippets.ts';

function fields(settings: Settings): readonly string[] {
  const { credentials, methods, requestHeaders, exposedHeaders, maxAge } = settings;
  const list = (name: string, value: readonly string[] | undefined): readonly string[] =>
    value === undefined ? [] : [`${name}: ${goList(value)}`];
  return [
    ...(credentials === undefined ? [] : [`AllowCredentials: ${credentials}`]),
    ...list('AllowedMethods', methods),
    ...list('AllowedHeaders', namesOf(requestHeaders)),
    ...list('ExposedHeaders', namesOf(exposedHeaders)),
    // In this library 0 is "not set", and a negative value sends 0.
    ...(maxAge === undefined ? [] : [`MaxAge: ${maxAge === 0 ? -1 : maxAge}`]),
  ];
}

function options(settings: Settings): string {
  const origins = settings.origins === '*' ? ['*'] : entriesOf(settings);
  return goStruct(
    'c := cors.New(cors.Options{',
    [`AllowedOrigins: ${goList(origins)}`, ...fields(settings)],
    '})',
  );
}

const around =
  (handler: string) =>
  (settings: Settings): string =>
    `${options(settings)}\nhttp.ListenAndServe(":8080", c.Handler(${handler}))`;

/** Go's net/http (chi, gorilla/mux) with rs/cors. */
export const rsCors: Library = {
  title: 'Go with rs/cors',
  language: 'go',
  where: 'main.go, around the whole handler',
  call: around('mux'),
  whereLines: 'cors.Options',
  lines: (settings) => fields(settings).map((field) => `${field},`),
  advice: {
    origins: {
      note: '`AllowedOrigins` compares exactly, and an entry may have one `*`. Without it, or with `cors.AllowAll()`, every site is allowed; an `AllowOriginFunc` has to compare the whole origin.',
    },
    methods: { note: 'Without `AllowedMethods`, rs/cors allows GET, HEAD and POST.' },
    'max-age': { note: 'A negative `MaxAge` sends 0; 0 sends no header.' },
    order: { snippet: around('authenticate(mux)') },
    'error-responses': {
      note: 'Errors have the headers if rs/cors wraps the handler that creates them: recovery, authentication, and the router with its 404.',
      snippet: around('recovery(authenticate(mux))'),
    },
    vary: { note: 'Handlers add to Vary with `w.Header().Add`; `Set` replaces it.' },
    'private-network': { where: 'cors.Options', snippet: () => 'AllowPrivateNetwork: false,' },
  },
};
