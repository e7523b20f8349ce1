import type { Library, Settings } from './library.ts';
import { doubleQuoted, entriesOf, isPattern, quotedList } from './snippets.ts';

function lines(settings: Settings): readonly string[] {
  const { credentials, methods, requestHeaders, exposedHeaders, maxAge } = settings;
  const list = (name: string, value: readonly string[]): string =>
    `.${name}(${quotedList(value, doubleQuoted)})`;
  return [
    ...(credentials === true ? ['.AllowCredentials()'] : []),
    ...(credentials === false ? ['.DisallowCredentials()'] : []),
    ...(methods === undefined ? [] : [list('WithMethods', methods)]),
    ...(requestHeaders === '*' ? ['.AllowAnyHeader()'] : []),
    ...(requestHeaders === undefined || requestHeaders === '*' ? [] : [list('WithHeaders', requestHeaders)]),
    ...(exposedHeaders === undefined
      ? []
      : [list('WithExposedHeaders', exposedHeaders === '*' ? ['*'] : exposedHeaders)]),
    ...(maxAge === undefined ? [] : [`.SetPreflightMaxAge(TimeSpan.FromSeconds(${maxAge}))`]),
  ];
}

function origins(settings: Settings): readonly string[] {
  if (settings.origins === '*') return ['.AllowAnyOrigin()'];
  const entries = entriesOf(settings);
  return [
    `.WithOrigins(${quotedList(entries, doubleQuoted)})`,
    ...(entries.some(isPattern) ? ['.SetIsOriginAllowedToAllowWildcardSubdomains()'] : []),
  ];
}

function services(settings: Settings): string {
  const chain = [...origins(settings), ...lines(settings)].map((line) => `    ${line}`).join('\n');
  return `builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy
${chain}));`;
}

const pipeline = `app.UseRouting();
app.UseCors();
app.UseAuthentication();
app.UseAuthorization();
app.MapControllers();`;

/** ASP.NET Core with its CORS middleware. */
export const aspnetCore: Library = {
  title: 'ASP.NET Core',
  language: 'csharp',
  where: 'Program.cs',
  call: (settings) => `${services(settings)}\n${pipeline}`,
  whereLines: 'the CORS policy in Program.cs',
  lines,
  advice: {
    origins: {
      note: '`WithOrigins` compares exactly, without a slash at the end. `SetIsOriginAllowed(_ => true)` with credentials reflects every site.',
    },
    order: {
      note: '`UseHttpsRedirection` redirects preflights that arrive over HTTP: request the HTTPS URL.',
      where: 'Program.cs',
      snippet: () => pipeline,
    },
    'error-responses': {
      note: '`UseCors` has to run before what creates the error, and `UseExceptionHandler` before `UseCors`.',
      where: 'Program.cs',
      snippet: () => `app.UseExceptionHandler("/error");\n${pipeline}`,
    },
    vary: {
      note: 'The middleware adds Vary only for several origins, and only to responses with Access-Control-Allow-Origin.',
      where: 'Program.cs, before app.UseCors()',
      snippet: () => `app.Use((context, next) =>
{
    context.Response.Headers.Append("Vary", "Origin");
    return next();
});`,
    },
  },
};
