// @ts-check
/**
 * A request as the arguments of the browser's functions. Runs in browsers without a build.
 *
 * @typedef {import('../../scenarios/page-request.ts').PageRequest} PageRequest
 * @typedef {import('../../scenarios/scenario.ts').Body} Body
 */

/**
 * The body for fetch and XMLHttpRequest. JSON becomes a string, and no Content-Type is set here: it is the browser's
 * default for that kind of body, or the scenario's header.
 *
 * @param {Body | undefined} body
 * @returns {XMLHttpRequestBodyInit | undefined}
 */
export function toBodyInit(body) {
  switch (body?.kind) {
    case undefined:
      return undefined;
    case 'text':
      return body.text;
    case 'json':
      return JSON.stringify(body.json);
    case 'urlencoded':
      return new URLSearchParams(body.fields);
    case 'form-data':
      return toFormData(body.fields);
    case 'blob':
      return new Blob([body.text], body.type === undefined ? {} : { type: body.type });
    case 'bytes':
      return new Uint8Array(body.length);
  }
}

/**
 * The second argument of `fetch`: only what the request specifies.
 *
 * @param {PageRequest} request
 * @returns {RequestInit}
 */
export function toFetchInit(request) {
  const body = toBodyInit(request.body);
  /** @type {[string, string][]} */
  const headers = request.headers.map(([name, value]) => [name, value]);
  return {
    method: request.method,
    mode: request.mode,
    credentials: request.credentials,
    redirect: request.redirect,
    cache: request.cache,
    ...(request.referrerPolicy && { referrerPolicy: request.referrerPolicy }),
    ...(headers.length > 0 && { headers }),
    ...(body !== undefined && { body }),
    ...(request.client === 'keepalive' && { keepalive: true }),
  };
}

/** @param {Readonly<Record<string, string>>} fields */
function toFormData(fields) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}
