// @ts-check
/**
 * The clients that a page makes requests with. Each returns the outcome for the script and never rejects. Runs in browsers
 * without a build.
 *
 * @typedef {import('../../scenarios/page-request.ts').PageRequest} PageRequest
 * @typedef {import('../../results/outcome.ts').StepOutcome} StepOutcome
 * @typedef {import('../../scenarios/scenario.ts').Body} Body
 * @typedef {import('../../results/exchange.ts').RawHeader} RawHeader
 */

import { embed, isEmbed } from './embeds.js';
import { fetchLater, sendBeacon } from './unanswered.js';
import {
  describeXhr,
  readBeginning,
  reportedCharacters,
  startDeadline,
  wasRedirected,
  watchReading,
} from './reading.js';
import { toBodyInit, toFetchInit } from './request-init.js';

/** How long a body that the page cannot read may continue: milliseconds. After that it would only block a connection. */
const unreadMs = 300;

/**
 * Makes one request with its client. `timeoutMs` is the limit, including the body.
 *
 * @param {PageRequest} request
 * @param {number} timeoutMs
 * @returns {Promise<StepOutcome>}
 */
export async function perform(request, timeoutMs) {
  try {
    if (request.client === 'fetch' || request.client === 'keepalive')
      return await withFetch(request, timeoutMs);
    if (request.client === 'beacon') return sendBeacon(request);
    if (request.client === 'fetch-later') return await fetchLater(request, timeoutMs);
    if (request.client === 'xhr') return await withXhr(request, timeoutMs);
    if (isEmbed(request)) return await embed(request, timeoutMs);
    return await withAxios(request, timeoutMs);
  } catch (thrown) {
    return errorOutcome(thrown);
  }
}

/**
 * @param {PageRequest} request
 * @param {number} timeoutMs
 * @returns {Promise<StepOutcome>}
 */
async function withFetch(request, timeoutMs) {
  const deadline = startDeadline(timeoutMs);
  /** @type {Response} */
  let response;
  try {
    response = await fetch(request.url, { ...toFetchInit(request), signal: deadline.signal });
  } catch (thrown) {
    deadline.clear();
    return deadline.passed() ? { kind: 'timeout', afterMs: timeoutMs } : errorOutcome(thrown);
  }
  if (response.type.startsWith('opaque')) setTimeout(deadline.abort, unreadMs);
  const contentType = response.headers.get('content-type');
  const read = await readBeginning(response.body, contentType, deadline, timeoutMs);
  return { ...describeResponse(response), ...read };
}

/**
 * @param {Response} response
 * @returns {Extract<StepOutcome, { kind: 'response' }>}
 */
function describeResponse(response) {
  /** @type {RawHeader[]} */
  const headers = [];
  response.headers.forEach((value, name) => headers.push([name, value]));
  const { type, status, redirected, url } = response;
  return { kind: 'response', type, status, redirected, url, headers };
}

/**
 * @param {PageRequest} request
 * @param {number} timeoutMs
 * @returns {Promise<StepOutcome>}
 */
function withXhr(request, timeoutMs) {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const body = toBodyInit(request.body);
    xhr.open(request.method, request.url);
    for (const [name, value] of request.headers) xhr.setRequestHeader(name, value);
    xhr.withCredentials = request.credentials === 'include';
    if (request.uploadListener) xhr.upload.onprogress = () => {};

    /** @param {StepOutcome} outcome */
    const settle = (outcome) => {
      clearTimeout(timer);
      reading.stop();
      resolve(outcome);
      xhr.abort();
    };
    const reading = watchReading(request.url, timeoutMs, settle);
    const timer = setTimeout(() => {
      const headArrived = xhr.readyState >= XMLHttpRequest.HEADERS_RECEIVED && xhr.status > 0;
      const seen = headArrived ? describeXhr(xhr, request.url) : null;
      settle(seen === null ? { kind: 'timeout', afterMs: timeoutMs } : { ...seen, incomplete: true });
    }, timeoutMs);
    xhr.onload = () => settle(describeXhr(xhr, request.url));
    xhr.onerror = () =>
      settle({ kind: 'error', name: 'ProgressEvent', message: 'XMLHttpRequest fired an error event' });
    xhr.onreadystatechange = () => reading.look(xhr);
    xhr.onprogress = (event) => reading.look(xhr, event.loaded);
    try {
      xhr.send(body ?? null);
    } catch (thrown) {
      clearTimeout(timer);
      reject(thrown);
    }
  });
}

/**
 * Real axios, used as documented, except for the response: every status is accepted, and only the beginning of the body is
 * read, unchanged.
 *
 * @param {PageRequest} request
 * @param {number} timeoutMs
 * @returns {Promise<StepOutcome>}
 */
async function withAxios(request, timeoutMs) {
  const { default: axios } = await loadAxios();
  const deadline = startDeadline(timeoutMs);
  const isXhr = request.client === 'axios-xhr';
  /** @type {(outcome: StepOutcome) => void} */
  let onEnough = () => {};
  /** @type {Promise<StepOutcome>} */
  const enough = new Promise((resolve) => (onEnough = resolve));
  const reading = watchReading(request.url, timeoutMs, onEnough);
  /** @type {import('axios').AxiosRequestConfig} */
  const config = {
    url: request.url,
    method: request.method,
    adapter: isXhr ? 'xhr' : 'fetch',
    withCredentials: request.credentials === 'include',
    signal: deadline.signal,
    validateStatus: () => true,
    responseType: isXhr ? 'text' : 'stream',
    transformResponse: [(/** @type {unknown} */ data) => data],
    ...(isXhr && {
      onDownloadProgress: ({ event, loaded }) => reading.look(event.target, loaded),
    }),
    ...(request.headers.length > 0 && { headers: Object.fromEntries(request.headers) }),
    ...(request.body && { data: toAxiosData(request.body) }),
    ...(request.uploadListener && { onUploadProgress: () => {} }),
  };
  const whole = axios
    .request(config)
    .then((response) => describeAxios(response, request, deadline, timeoutMs));
  try {
    return await Promise.race([whole, enough]);
  } catch (thrown) {
    return deadline.passed() ? { kind: 'timeout', afterMs: timeoutMs } : errorOutcome(thrown);
  } finally {
    reading.stop();
    deadline.clear();
    // The required part of the body has been read.
    deadline.abort();
    whole.catch(() => {});
  }
}

/**
 * @param {import('axios').AxiosResponse} response
 * @param {PageRequest} request
 * @param {ReturnType<typeof startDeadline>} deadline
 * @param {number} timeoutMs
 * @returns {Promise<StepOutcome>}
 */
async function describeAxios({ data, headers, status, request: sent }, request, deadline, timeoutMs) {
  const url = finalUrlOf(sent);
  const read =
    data instanceof ReadableStream
      ? await readBeginning(data, String(headers['content-type'] ?? ''), deadline, timeoutMs)
      : { body: String(data ?? '').slice(0, reportedCharacters) };
  return {
    kind: 'response',
    type: null,
    status,
    redirected: wasRedirected(request.url, url),
    url,
    headers: Object.entries(headers).map(([name, value]) => [name, String(value)]),
    ...read,
  };
}

/** Only pages that use axios load it. The page's module map caches it. */
function loadAxios() {
  const path = '/.corspec/axios.js';
  return /** @type {Promise<typeof import('axios')>} */ (import(path));
}

/**
 * axios converts objects to JSON with the Content-Type of JSON, which its users rely on.
 *
 * @param {Body} body
 */
function toAxiosData(body) {
  return body.kind === 'json' ? body.json : toBodyInit(body);
}

/**
 * The XMLHttpRequest of the xhr adapter has the final URL; the Request of the fetch adapter does not.
 *
 * @param {unknown} request
 */
function finalUrlOf(request) {
  return request instanceof XMLHttpRequest ? request.responseURL : '';
}

/**
 * @param {unknown} thrown
 * @returns {StepOutcome}
 */
function errorOutcome(thrown) {
  if (!(thrown instanceof Error || thrown instanceof DOMException))
    return { kind: 'error', name: typeof thrown, message: String(thrown) };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? ` (${thrown.code})` : '';
  return { kind: 'error', name: thrown.name, message: `${thrown.message}${code}` };
}
