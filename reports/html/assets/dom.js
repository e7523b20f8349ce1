// @ts-check

/**
 * @typedef {string | number | Node | null | undefined | false} Child
 * @typedef {Record<string, string | number | boolean | undefined | ((event: any) => void)>} Attributes
 */

/**
 * Creates an element. Text becomes text nodes, never markup; functions become listeners; false and undefined are ignored.
 * @param {string} name a tag, with classes after dots: `p.note`
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElement}
 */
export function el(name, attributes = {}, ...children) {
  const [tag = 'div', ...classes] = name.split('.');
  const element = document.createElement(tag);
  if (classes.length > 0) element.className = classes.join(' ');
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key, value);
    else if (value !== false && value !== undefined)
      element.setAttribute(key, value === true ? '' : String(value));
  }
  element.append(
    ...children.filter((child) => child !== null && child !== undefined && child !== false).map(asNode),
  );
  return element;
}

/** @param {any} child */
function asNode(child) {
  return child instanceof Node ? child : document.createTextNode(String(child));
}

/**
 * A link to the standard, or only the text without an anchor.
 * @param {string | undefined} anchor
 * @param {string} text
 */
export function specLink(anchor, text) {
  if (!anchor || !/^#[\w%:.()-]+$/.test(anchor)) return el('span', {}, text);
  return el(
    'a',
    { href: `https://fetch.spec.whatwg.org/${anchor}`, target: '_blank', rel: 'noopener noreferrer' },
    text,
  );
}

/**
 * Text in which parts between backticks become code.
 * @param {string} text @returns {(string | HTMLElement)[]}
 */
export function prose(text) {
  const parts = text.split('`');
  if (parts.length % 2 === 0) return [text];
  return parts.map((part, index) => (index % 2 === 1 ? el('code', {}, part) : part));
}

/** @param {number} count @param {string} noun */
export function plural(count, noun) {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
