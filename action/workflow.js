// What the scripts of action.yml share. They need nothing but Node.js: no packages are installed when they start.
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { env } from 'node:process';

/**
 * An input of the action. action.yml passes each as a variable.
 * @param {string} name
 * @returns {string} empty when it is not given
 */
export function input(name) {
  return (env[`CORSPEC_INPUT_${name}`] ?? '').trim();
}

/**
 * An output of the step.
 * @param {string} name
 * @param {string} value
 */
export function setOutput(name, value) {
  const file = env['GITHUB_OUTPUT'];
  if (file === undefined || file === '') return;
  // A delimiter that the value cannot have.
  const end = randomUUID();
  appendFileSync(file, `${name}<<${end}\n${value}\n${end}\n`);
}

/**
 * Ends the step with an annotation.
 * @param {string} message
 * @returns {never}
 */
export function fail(message) {
  const escaped = message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  process.stdout.write(`::error title=corspec::${escaped}\n`);
  process.exit(2);
}

/**
 * Runs a program of Node.js, and shows what it prints. Returns its exit status.
 * @param {readonly string[]} words
 * @param {{ readonly cwd?: string }} [options]
 * @returns {number}
 */
export function runNode(words, { cwd } = {}) {
  const { status, error } = spawnSync(process.execPath, words, {
    stdio: 'inherit',
    ...(cwd === undefined ? {} : { cwd }),
  });
  if (error !== undefined) fail(error.message);
  return status ?? 3;
}

/**
 * The words of a command line: separated by spaces and line ends, quoted by ' or ", escaped by a backslash outside of '.
 * Nothing is expanded or executed.
 * @param {string} text
 * @returns {string[] | null} null when a quote does not end
 */
export function wordsOf(text) {
  /** @type {string[]} */
  const words = [];
  const pattern = /\s*((?:[^\s"'\\]|\\[^]|'[^']*'|"(?:[^"\\]|\\[^])*")+)/y;
  let end = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    words.push(unquoted(match[1] ?? ''));
    end = pattern.lastIndex;
  }
  return text.slice(end).trim() === '' ? words : null;
}

/** @param {string} word */
function unquoted(word) {
  return word.replace(/'([^']*)'|"((?:[^"\\]|\\[^])*)"|\\([^])/g, (_, single, double, escaped) => {
    if (typeof single === 'string') return single;
    if (typeof double === 'string') return double.replace(/\\(["\\$`])/g, '$1');
    return String(escaped);
  });
}
