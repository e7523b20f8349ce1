import { quote } from '../fetch-standard/index.ts';
import { textFrom, type Texts } from '../text/coded.ts';
import type { ExpectedValue, HeaderFault } from './header-conditions.ts';

/** What a response has, and what was expected: the end of a sentence, and a sentence. */
export function headerFaultText({ header, value, lines, expected }: HeaderFault): string {
  const found = value === null ? 'absent' : `${shown(value)}${lines > 1 ? `, in ${lines} lines` : ''}`;
  return `${header} is ${found}. Expected: ${textFrom(expectedTexts, expected)}.`;
}

const expectedTexts: Texts<ExpectedValue> = {
  absent: () => 'absent',
  present: () => 'any value',
  'one-line': () => 'one line',
  'absent-without': ({ header }) => `absent, because there is no ${header}`,
  between: ({ from, to }) => `${from} to ${to}`,
  exactly: ({ value }) => `\`${value}\``,
  'anything-but': ({ value }) => `anything but ${shown(value)}`,
  'list-with': ({ members }) => `a list with \`${members.join(', ')}\``,
  'list-without': ({ members }) =>
    `a list without ${quote(members.join(', '))}, which the policy does not allow`,
};

function shown(value: string): string {
  return value === '' ? 'an empty value' : quote(value);
}
