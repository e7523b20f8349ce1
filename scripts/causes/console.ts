import { fenced } from '../markdown.ts';
import { type ConsoleTexts, consoleTexts, type PlayedExample } from './example.ts';
import { withWhen } from './when.ts';

/** What the consoles of browsers print for the examples of a cause. */
export function consoleSection(played: readonly PlayedExample[]): readonly string[] {
  const blocked = played.flatMap((one) => {
    const texts = consoleTexts(one);
    return texts === null ? [] : [{ one, texts }];
  });
  if (played.length === 0) return ['There is no message of its own for this cause.'];
  if (blocked.every(({ one }) => one.verdict.decidedBy?.code === 'authorization-not-covered-by-wildcard') && blocked.length > 0)
    return ['Nothing yet: current browsers [deviate from the standard](../browsers.md), and send the request.'];
  if (blocked.length === 0) return ['Nothing: browsers do not block the response. Only a test shows this cause.'];
  return [
    ...blocked.flatMap(({ one, texts }) => messages(one, texts)),
    ...(blocked.every(({ one }) => one.example.isImage)
      ? []
      : ['The script gets `TypeError: Failed to fetch` (axios: `Network Error`; XMLHttpRequest: status 0), without a reason.']),
  ];
} // prettier-ignore

function messages(one: PlayedExample, { chrome, firefox }: ConsoleTexts): readonly string[] {
  const known = [
    ...(chrome === null ? [] : ['Chrome and Edge:', fenced('text', [chrome])]),
    ...(firefox === null ? [] : ['Firefox:', fenced('text', [firefox])]),
  ];
  const [first = 'The request is blocked. The message depends on the browser.', ...others] = known;
  return [withWhen(one.example, first), ...others];
}
