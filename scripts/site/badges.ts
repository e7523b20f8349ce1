import { levelsByWeight } from '../../reports/shared/group.ts';
import type { Level } from '../../src/scenarios/scenario.ts';
import { cellsOf, tally } from '../matrix/facts.ts';
import type { PlayedImplementation } from '../matrix/record.ts';

/** White text has a contrast of 4.5 or more on each. */
const colors: Readonly<Record<Level | 'pass', string>> = {
  security: '#a8201a',
  required: '#9a4a00',
  recommended: '#7a5c00',
  informative: '#17653a',
  pass: '#17653a',
};

/** Badges as SVG, and as JSON for the endpoint of shields (https://shields.io/badges/endpoint-badge), by path below the site. */
export function badgePages(implementations: readonly PlayedImplementation[]): readonly [string, string][] {
  return implementations.flatMap((one): [string, string][] => {
    const { message, color } = badgeOf(one);
    return [
      [`public/badges/${one.id}.svg`, badge('CORS', message, color)],
      [
        `public/badges/${one.id}.json`,
        `${JSON.stringify({ schemaVersion: 1, label: 'CORS', message, color })}\n`,
      ],
    ];
  });
}

/** The worst level that fails, with its count: failures that gate come before those that do not. */
function badgeOf(one: PlayedImplementation): { readonly message: string; readonly color: string } {
  const { failed, passed } = tally(Object.values(cellsOf(one)));
  const worst = levelsByWeight.find((level) => level !== 'informative' && failed[level] > 0);
  if (worst === undefined) return { message: `${passed} checks pass`, color: colors.pass };
  return {
    message: `${failed[worst]} ${worst} ${failed[worst] === 1 ? 'failure' : 'failures'}`,
    color: colors[worst],
  };
}

/** Pixels of a character at 11 px in common sans-serif fonts, on average, and beside a text. */
const characterWidth = 6.6;
const padding = 6;

function badge(label: string, message: string, color: string): string {
  const [left, right] = [label, message].map((text) =>
    Math.round(text.length * characterWidth + 2 * padding),
  ) as [number, number];
  const text = (words: string, x: number, width: number) =>
    `<text x="${x + width / 2}" y="14" textLength="${width - 2 * padding}">${words}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${label}: ${message}">`,
    `<title>${label}: ${message}</title>`,
    `<rect width="${left + right}" height="20" rx="3" fill="${color}"/><path d="M3 0h${left - 3}v20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="#444"/>`,
    `<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${text(label, 0, left)}${text(message, left, right)}</g>`,
    '</svg>\n',
  ].join('');
}
