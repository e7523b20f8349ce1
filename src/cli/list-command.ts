import { nearest } from '../text/nearest.ts';
import { printable } from '../text/printable.ts';
import { listKinds, type ListKind, type ListOptions } from './command-line.ts';
import {
  listBrowsers,
  listPolicies,
  listReporters,
  listScenarios,
  listServers,
  type Listing,
} from './listings.ts';
import { columnsOf, wantsColor, type Io } from './output.ts';
import { writeProblems } from './problems.ts';
import { resolveScenarios } from '../options/resolve-scenarios.ts';
import type { CommandStatus } from './run-command.ts';
import type { Services } from './services.ts';
import { table } from './table.ts';
import { scenarioFacts, describeScenario } from './describe-scenario.ts';
import pc from 'picocolors';

/** `corspec list [KIND]`: writes columns, or JSON. Returns the exit status. */
export async function listCommand(
  word: string | undefined,
  options: ListOptions,
  services: Services,
  io: Io,
): Promise<CommandStatus> {
  const kinds = word === undefined ? listKinds : listKinds.filter((kind) => kind === word);
  if (kinds.length === 0) return refuse([unknownKind(word ?? '')], io);
  if (options.describe !== undefined) return describeScenarios(word, options, services, io);

  const listings = await Promise.all(
    kinds.map(async (kind) => ({ kind, listing: await listOf(kind, options, services) })),
  );
  const problems = listings.flatMap(({ listing }) => listing.problems);
  if (problems.length > 0) return refuse(problems, io);

  io.stdout.write(options.json ? asJson(listings, word) : asText(listings, wantsColor(io.stdout, io.env)));
  for (const text of listings.flatMap(({ listing }) => listing.warnings ?? []))
    io.stderr.write(`warning: ${printable(text, { keepNewlines: true })}\n`);
  // They explain the columns: who asked for JSON reads what a program made of it.
  if (options.json === true) return 0;
  for (const text of listings.flatMap(({ listing }) => listing.footnotes ?? []))
    io.stderr.write(`note: ${printable(text)}\n`);
  return 0;
}

/** `corspec list scenarios ID…`: describes each of them in full. */
function describeScenarios(
  word: string | undefined,
  { describe: ids = [], ...options }: ListOptions,
  { catalogue }: Services,
  io: Io,
): CommandStatus {
  if (word !== 'scenarios')
    return refuse(
      [`${ids.map((id) => JSON.stringify(id)).join(', ')}: only scenarios have a full description.`],
      io,
    );
  const scenario = [...(options.scenario ?? []), ...ids];
  const { value, problems } = resolveScenarios({ ...options, scenario }, catalogue.suites);
  if (problems.length > 0) return refuse(problems, io);
  const columns = columnsOf(io.stdout);
  io.stdout.write(
    options.json === true
      ? `${JSON.stringify(value.map(scenarioFacts), null, 2)}\n`
      : value.map((one) => describeScenario(one, columns)).join('\n'),
  );
  return 0;
}

function listOf(kind: ListKind, options: ListOptions, services: Services): Promise<Listing> | Listing {
  switch (kind) {
    case 'scenarios':
      return listScenarios(options, services.catalogue.suites);
    case 'servers':
      return listServers(options);
    case 'policies':
      return listPolicies(services.catalogue.policies);
    case 'browsers':
      return listBrowsers(services.browsers);
    case 'reporters':
      return listReporters(services.catalogue.reporters);
  }
}

interface KindListing {
  readonly kind: ListKind;
  readonly listing: Listing;
}

/** An array for one kind; an object with an array for each kind otherwise. */
function asJson(listings: readonly KindListing[], word: string | undefined): string {
  const all = Object.fromEntries(listings.map(({ kind, listing }) => [kind, listing.json]));
  return `${JSON.stringify(word === undefined ? all : all[word], null, 2)}\n`;
}

function asText(listings: readonly KindListing[], color: boolean): string {
  const { bold } = pc.createColors(color);
  const blocks = listings.map(({ kind, listing }) => {
    const safe = listing.rows.map((row) => row.map((cell) => printable(cell)));
    return listings.length === 1 ? table(safe) : `${bold(kind)}\n${table(safe.map((row) => ['', ...row]))}`;
  });
  return blocks.join('\n');
}

function unknownKind(word: string): string {
  if (word.includes('/'))
    return `${JSON.stringify(word)}: unknown list. Did you mean \`corspec list scenarios ${word}\`?`;
  const near = nearest(word, listKinds)[0];
  const advice = near === undefined ? '' : ` Did you mean \`corspec list ${near}\`?`;
  return `${JSON.stringify(word)}: unknown list.${advice} Available: ${listKinds.join(', ')}.`;
}

function refuse(problems: readonly string[], io: Io): CommandStatus {
  writeProblems(io.stderr, 'corspec list', problems);
  return 2;
}
