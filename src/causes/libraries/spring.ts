import type { Library, Settings } from './library.ts';
import { doubleQuoted, entriesOf, isPattern, namesOf, quotedList } from './snippets.ts';

function javaList(list: readonly string[]): string {
  return `List.of(${quotedList(list, doubleQuoted)})`;
}

function lines(settings: Settings): readonly string[] {
  const { credentials, methods, requestHeaders, exposedHeaders, maxAge } = settings;
  const list = (setter: string, value: readonly string[] | undefined): readonly string[] =>
    value === undefined ? [] : [`cors.${setter}(${javaList(value)});`];
  return [
    ...(credentials === undefined ? [] : [`cors.setAllowCredentials(${credentials});`]),
    ...list('setAllowedMethods', methods),
    ...list('setAllowedHeaders', namesOf(requestHeaders)),
    ...list('setExposedHeaders', namesOf(exposedHeaders)),
    ...(maxAge === undefined ? [] : [`cors.setMaxAge(${maxAge}L);`]),
  ];
}

function origins(settings: Settings): readonly string[] {
  if (settings.origins === '*') return ['cors.setAllowedOrigins(List.of("*"));'];
  const entries = entriesOf(settings);
  const patterns = entries.filter(isPattern);
  const listed = entries.filter((entry) => !isPattern(entry));
  return [
    ...(listed.length === 0 && patterns.length > 0 ? [] : [`cors.setAllowedOrigins(${javaList(listed)});`]),
    ...(patterns.length === 0 ? [] : [`cors.setAllowedOriginPatterns(${javaList(patterns)});`]),
  ];
}

function call(settings: Settings): string {
  return `@Bean
CorsConfigurationSource corsConfigurationSource() {
  var cors = new CorsConfiguration();
${[...origins(settings), ...lines(settings)].map((line) => `  ${line}`).join('\n')}
  var source = new UrlBasedCorsConfigurationSource();
  source.registerCorsConfiguration("/**", cors);
  return source;
}`;
}

const chain = `@Bean
SecurityFilterChain security(HttpSecurity http) throws Exception {
  http.cors(Customizer.withDefaults());
  http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated());
  return http.build();
}`;

/** Spring MVC and Spring Security. */
export const spring: Library = {
  title: 'Spring',
  language: 'java',
  where: 'a @Configuration class',
  call,
  whereLines: 'where the CorsConfiguration is made',
  lines,
  advice: {
    everything: {
      note: 'With Spring Security, add `http.cors(Customizer.withDefaults())`, which uses this bean.',
    },
    origins: {
      note: '`setAllowedOrigins` compares whole origins, without regard to case. `setAllowedOriginPatterns(List.of("*"))` with credentials reflects every site. Other origins get 403 `Invalid CORS request`.',
    },
    methods: {
      note: 'Spring compares the actual request with the allowed methods too: list GET, HEAD and POST where pages use them.',
    },
    'max-age': { note: 'Without it, `@CrossOrigin` and `applyPermitDefaultValues()` send 1800.' },
    order: {
      note: 'Without `.cors()`, Spring Security answers preflights before Spring MVC sees them.',
      where: 'the SecurityFilterChain',
      snippet: () => chain,
    },
    'error-responses': {
      note: '`@CrossOrigin` and WebMvcConfigurer do not cover responses of filters, such as the 401 of Spring Security: configure CORS there.',
      where: 'the SecurityFilterChain',
      snippet: () => chain,
    },
    vary: {
      note: 'Spring adds three Vary lines where CORS is configured. Add values with `response.addHeader` instead of `setHeader`.',
    },
    'private-network': {
      where: 'where the CorsConfiguration is made',
      snippet: () => 'cors.setAllowPrivateNetwork(false);',
    },
  },
};
