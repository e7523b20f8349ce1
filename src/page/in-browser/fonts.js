// @ts-check
/**
 * Fonts: one that a script loads, and one that a style sheet of another origin names. Runs in browsers without a build.
 *
 * @typedef {import('../../scenarios/page-request.ts').PageRequest} PageRequest
 * @typedef {(request: PageRequest, onLoad: (type: 'cors') => void, onError: () => void) => () => void} FontLoader starts loading and
 *   returns a function that ends it
 */

import { sleep } from './document.js';

/** How often a font is looked for: milliseconds. */
const pollMs = 20;

/** @type {FontLoader} */
export function loadFont(request, onLoad, onError) {
  const font = new FontFace('corspec', `url(${JSON.stringify(request.url)})`);
  font.load().then(() => onLoad('cors'), onError);
  return () => {};
}

/** @param {string} family */
function statusOf(family) {
  // Some browsers keep the quotes of the style sheet.
  return [...document.fonts].find((font) => font.family.replaceAll(/["']/g, '') === family)?.status;
}

/**
 * The page, not the style sheet, is the origin of the request. Each font has a family of its own.
 *
 * @type {FontLoader}
 */
export function loadSheetFont(request, onLoad, onError) {
  const family = `corspec-${Math.random().toString(36).slice(2)}`;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  let isOver = false;
  link.onload = async () => {
    // WebKit knows the font of a style sheet some time after the sheet has loaded, and may not say that it has failed to load it.
    for (; !isOver; await sleep(pollMs)) {
      const status = statusOf(family);
      if (status === 'loaded') return onLoad('cors');
      if (status === 'error') return onError();
      if (status !== 'loading') document.fonts.load(`16px "${family}"`).catch(() => {});
    }
  };
  link.onerror = onError;
  link.href = `${request.styleSheet}?${new URLSearchParams({ family, font: request.url })}`;
  document.head.append(link);
  return () => {
    isOver = true;
    link.remove();
  };
}
