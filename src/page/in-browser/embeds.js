// @ts-check
/**
 * Embedded resources: elements that load, a font, an event stream. Each returns what the page can observe, in the form of a
 * response: `cors` if the page can read it, otherwise `opaque`. Runs in browsers without a build.
 *
 * @typedef {import('../../scenarios/page-request.ts').PageRequest} PageRequest
 * @typedef {import('../../results/outcome.ts').StepOutcome} StepOutcome
 *
 * @typedef {(type: 'cors' | 'opaque', body?: string, incomplete?: boolean) => void} OnLoad
 * @typedef {() => void} OnError
 * @typedef {(request: PageRequest, onLoad: OnLoad, onError: OnError, timeoutMs: number) => () => void} Loader starts loading
 *   and returns a function that ends it
 */

import { loadFont, loadSheetFont } from './fonts.js';
import { readingMs } from './reading.js';

/** How much of a body is reported: characters. */
const embeddedCharacters = 2048;

/**
 * Whether a request is made by embedding a resource.
 *
 * @param {PageRequest} request
 */
export function isEmbed(request) {
  return Object.hasOwn(loaders, request.client);
}

/**
 * Embeds a resource, and waits until it has loaded or failed.
 *
 * @param {PageRequest} request for which {@link isEmbed} is true
 * @param {number} timeoutMs
 * @returns {Promise<StepOutcome>}
 */
export function embed(request, timeoutMs) {
  return new Promise((resolve) => {
    const loader = loaders[request.client];
    if (loader === undefined) throw new Error(`${request.client} is nothing that can be embedded.`);
    /** @param {StepOutcome} outcome */
    const settle = (outcome) => {
      clearTimeout(timer);
      stop();
      resolve(outcome);
    };
    const timer = setTimeout(() => settle({ kind: 'timeout', afterMs: timeoutMs }), timeoutMs);
    const stop = loader(
      request,
      (type, data = '', incomplete = false) => {
        const body = data.slice(0, embeddedCharacters);
        const seen = { type, status: 0, redirected: false, url: '', headers: [], body };
        settle({ kind: 'response', ...seen, ...(incomplete && { incomplete }) });
      },
      () => settle({ kind: 'error', name: 'Event', message: `The ${request.client} fired an error event` }),
      timeoutMs,
    );
  });
}

/** @type {Readonly<Record<string, Loader>>} */
const loaders = {
  img: loadImage,
  script: (request, onLoad, onError) => loadScript(request, 'text/javascript', onLoad, onError),
  module: (request, onLoad, onError) => loadScript(request, 'module', onLoad, onError),
  jsonp: loadJsonp,
  style: loadStyle,
  font: loadFont,
  'css-font': loadSheetFont,
  audio: (request, onLoad, onError) => loadMedia(new Audio(), request, onLoad, onError),
  video: (request, onLoad, onError) => loadMedia(document.createElement('video'), request, onLoad, onError),
  'event-source': openEventSource,
  form: submitForm,
  preload,
};

/** @type {Loader} */
function loadImage(request, onLoad, onError) {
  const image = new Image();
  image.crossOrigin = crossOriginOf(request);
  image.onload = () => onLoad(hasReadablePixels(image) ? 'cors' : 'opaque');
  image.onerror = onError;
  image.src = request.url;
  return () => image.removeAttribute('src');
}

/**
 * A cross-origin image without CORS taints the canvas, so that its pixels cannot be read.
 *
 * @param {HTMLImageElement} image
 */
function hasReadablePixels(image) {
  const context = document.createElement('canvas').getContext('2d');
  context?.drawImage(image, 0, 0);
  try {
    context?.getImageData(0, 0, 1, 1);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {PageRequest} request
 * @param {string} type
 * @param {OnLoad} onLoad
 * @param {OnError} onError
 */
function loadScript(request, type, onLoad, onError) {
  const script = document.createElement('script');
  script.type = type;
  script.crossOrigin = crossOriginOf(request);
  script.integrity = request.integrity?.hash ?? '';
  script.onload = () => onLoad(request.mode === 'no-cors' ? 'opaque' : 'cors');
  script.onerror = onError;
  script.src = request.url;
  document.head.append(script);
  return () => script.remove();
}

/**
 * The script passes the data to a function of the page. Concurrent scripts are distinguished by their elements.
 *
 * @type {Loader}
 */
function loadJsonp(request, onLoad, onError) {
  const name = new URL(request.url).searchParams.get('callback') ?? 'callback';
  Object.assign(globalThis, {
    [name]: (/** @type {unknown} */ data) => {
      if (document.currentScript instanceof HTMLScriptElement)
        document.currentScript.dataset['received'] = JSON.stringify(data);
    },
  });
  const script = document.createElement('script');
  script.onload = () => onLoad('opaque', script.dataset['received'] ?? '');
  script.onerror = onError;
  script.src = request.url;
  document.head.append(script);
  return () => script.remove();
}

/** @type {Loader} */
function loadStyle(request, onLoad, onError) {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.crossOrigin = crossOriginOf(request);
  link.integrity = request.integrity?.hash ?? '';
  link.onload = () => onLoad(hasReadableRules(link) ? 'cors' : 'opaque');
  link.onerror = onError;
  link.href = request.url;
  document.head.append(link);
  return () => link.remove();
}

/** @param {HTMLLinkElement} link */
function hasReadableRules(link) {
  try {
    return link.sheet !== null && link.sheet.cssRules.length > 0;
  } catch {
    return false;
  }
}

/**
 * The element stays, because the next step of the check uses what it has loaded.
 *
 * @type {Loader}
 */
function preload(request, onLoad, onError) {
  const link = document.createElement('link');
  if (request.preload === 'module') link.rel = 'modulepreload';
  else {
    link.rel = 'preload';
    link.as = request.preload ?? '';
  }
  link.crossOrigin = crossOriginOf(request);
  link.onload = () => onLoad(request.mode === 'no-cors' ? 'opaque' : 'cors');
  link.onerror = onError;
  link.href = request.url;
  document.head.append(link);
  return () => {};
}

/**
 * An element that has read the beginning knows how long the sound or video takes. Without CORS, the page cannot read it.
 *
 * @param {HTMLMediaElement} media
 * @param {PageRequest} request
 * @param {OnLoad} onLoad
 * @param {OnError} onError
 */
function loadMedia(media, request, onLoad, onError) {
  media.preload = 'auto';
  media.muted = true;
  media.crossOrigin = crossOriginOf(request);
  media.onloadedmetadata = () => onLoad(request.mode === 'no-cors' ? 'opaque' : 'cors');
  media.onerror = onError;
  media.src = request.url;
  return () => {
    media.onerror = null;
    media.removeAttribute('src');
    media.load();
  };
}

/**
 * An open stream has passed the CORS check, even if it sends no unnamed event.
 *
 * @type {Loader}
 */
function openEventSource(request, onLoad, onError, timeoutMs) {
  const source = new EventSource(request.url, { withCredentials: request.credentials === 'include' });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  source.onmessage = ({ data }) => onLoad('cors', String(data));
  source.onopen = () => {
    timer = setTimeout(() => onLoad('cors', '', true), readingMs(null, timeoutMs));
    source.onerror = () => onLoad('cors');
  };
  source.onerror = onError;
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

/**
 * The response is shown in a frame, in which no code of the target runs.
 *
 * @type {Loader}
 */
function submitForm(request, onLoad) {
  const frame = document.createElement('iframe');
  frame.name = `form-${crypto.randomUUID()}`;
  frame.setAttribute('sandbox', '');
  const form = document.createElement('form');
  form.method = 'post';
  form.action = request.url;
  form.target = frame.name;
  form.append(...fieldsOf(request));
  document.body.append(frame, form);
  // A new frame has loaded an empty document before.
  frame.onload = () => onLoad('opaque');
  form.submit();
  return () => {
    frame.remove();
    form.remove();
  };
}

/** @param {PageRequest} request */
function fieldsOf({ body }) {
  const fields = body?.kind === 'urlencoded' ? Object.entries(body.fields) : [];
  return fields.map(([name, value]) =>
    Object.assign(document.createElement('input'), { type: 'hidden', name, value }),
  );
}

/**
 * The attribute `crossorigin`, or null for none.
 *
 * @param {PageRequest} request
 */
function crossOriginOf({ mode, credentials }) {
  if (mode === 'no-cors') return null;
  return credentials === 'include' ? 'use-credentials' : 'anonymous';
}
