// @ts-check
import { el } from './dom.js';

/**
 * Text with a button that copies it. It requires neither a network nor a permission.
 * @param {string} text @param {string} what the name of the text, for the button: `command`
 */
export function copyable(text, what) {
  const code = el('pre.code.wrapped', { tabindex: 0, role: 'group', 'aria-label': what }, text);
  const status = el('span', { role: 'status' });
  const copy = async () => {
    status.textContent = (await isCopied(text, code)) ? 'Copied' : 'Selected: press Ctrl+C';
  };
  const button = el('button', { type: 'button', 'aria-label': `Copy the ${what}`, click: copy }, 'Copy');
  return el('div.command', {}, code, button, status);
}

/**
 * Without access to the clipboard, selects the text and uses the copy command of the browser.
 * @param {string} text @param {HTMLElement} code
 */
async function isCopied(text, code) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection()?.selectAllChildren(code);
    return document.execCommand('copy');
  }
}
