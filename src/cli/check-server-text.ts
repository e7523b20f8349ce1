import pc from 'picocolors';
import { anchorOf, type RouteCheck, type ServerCheck } from '../targets/check-server/index.ts';
import { printable } from '../text/printable.ts';

/** The result of `corspec check-server` as text: one line for each route, followed by its differences. */
export function checkServerText(check: ServerCheck, color: boolean): string {
  const { bold, dim, green, red } = pc.createColors(color);
  const { target, title, versions, protocol = [], routes, keeps } = check;
  const libraries = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const head = [target, ...(title === target ? [] : [title]), ...libraries].map((text) => printable(text));
  const marks = {
    keeps: green('✓'),
    differs: red('✗'),
    absent: dim('–'),
    'not-offered': dim('–'),
    unknown: dim('–'),
  };
  const lines = [
    bold(head.join(' · ')),
    ...protocol.flatMap(
      ({ keeps: kept, message }) => `${kept ? marks.keeps : marks.differs} ${indented(message)}`,
    ),
    ...routes.flatMap((route) => [
      `${marks[route.status]} /${route.route}${stateOf(route)}`,
      ...differenceLines(route),
      ...(route.status === 'differs' ? [dim(`    See docs/servers.md#${anchorOf(route.route)}`)] : []),
      ...route.notes.map((note) => dim(`    note: ${printable(note)}`)),
    ]),
    ...sentences(check).map((sentence) => (keeps ? green(sentence) : red(sentence))),
  ];
  return `${lines.join('\n')}\n`;
}

/** Each request, followed by the differences in its response. */
function differenceLines({ differences }: RouteCheck): readonly string[] {
  return differences.flatMap(({ asked, expected, got }, index) => [
    ...(differences[index - 1]?.asked === asked ? [] : [`    ${printable(asked)}`]),
    `      expected  ${printable(expected)}`,
    `      got       ${printable(got)}`,
  ]);
}

function stateOf({ status, notSent }: RouteCheck): string {
  if (status === 'absent') return ': not listed in --routes';
  if (status === 'not-offered') return ': not offered (optional)';
  if (status === 'unknown')
    return notSent.length === 0 ? ': no response' : ': not checked (requires --allow-writes)';
  return notSent.length === 0 ? '' : ` (not sent: ${notSent.join('; ')})`;
}

function sentences({ protocol = [], routes, keeps }: ServerCheck): readonly string[] {
  const broken = routes.filter(({ status }) => status === 'differs').length;
  if (protocol.some((one) => !one.keeps) && routes.length === 0)
    return [
      'Does not follow the contract: it does not start as server.json describes. Routes were not checked.',
    ];
  const checked = routes.filter(({ status }) => status === 'keeps' || status === 'differs').length;
  if (keeps) return [`Follows the contract: ${checked} routes checked.`];
  const protocolFaults = protocol.filter((one) => !one.keeps).length;
  const faults = [
    ...(broken > 0 ? [`${broken} of ${checked} routes differ`] : []),
    ...(protocolFaults > 0 ? ['starting or stopping does not work as the contract requires'] : []),
  ];
  return [`Does not follow the contract: ${faults.join(', ')}.`];
}

function indented(text: string): string {
  return printable(text, { keepNewlines: true }).replaceAll('\n', '\n    ');
}
