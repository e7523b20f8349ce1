import { type ContractAnswer, type ContractExchange, routeContract } from '../fixtures/route-contract.ts';
import {
  describeBody,
  describeCookie,
  describeHeader,
  describeStatus,
  displayName,
} from '../src/targets/contract/compare.ts';
import { describeContent } from '../src/targets/contract/check-routes.ts';
import { contractPath, type Route, routes } from '../src/scenarios/scenario.ts';
import { code, paragraphs, table } from './markdown.ts';

const start = '<!-- The routes, from fixtures/route-contract.ts: npm run docs:servers -->';
const end = '<!-- The end of the routes -->';

/**
 * docs/servers.md with the routes of the contract; the rest of the text is unchanged. Throws if the two comments around
 * the routes are missing.
 */
export function withRoutes(document: string): string {
  const from = document.indexOf(start);
  const to = document.indexOf(end);
  if (from === -1 || to < from) throw new Error(`docs/servers.md has no lines "${start}" and "${end}".`);
  const sections = paragraphs(routes.map(section));
  return `${document.slice(0, from)}${start}\n\n${sections}\n${document.slice(to)}`;
}

function section(route: Route): string {
  const { about, exchanges, isOptional = false } = routeContract[route];
  const rows = exchanges.map((exchange) => [requestOf(route, exchange), answerOf(exchange)]);
  return paragraphs([
    `### /${route}`,
    isOptional ? `Optional. ${about}` : about,
    table(['Request', 'Response'], rows),
  ]).trimEnd();
}

function requestOf(route: Route, { ask }: ContractExchange): string {
  const { method, query = {}, headers = {}, body, after = [], slash } = ask;
  // For readability: `to=/resource` needs no escapes.
  const search = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const line = `${method} /${contractPath(route)}${slash === true ? '/' : ''}${search.length === 0 ? '' : `?${search.join('&')}`}`;
  return [
    code(line),
    ...Object.entries(headers).map(([name, value]) => `with ${code(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`and ${describeContent(body)}`]),
    ...(after.length === 0 ? [] : [`after ${after.join(', ')} with the same \`id\``]),
  ].join(' ');
}

function answerOf({ answer, middlewareMayAnswer }: ContractExchange): string {
  const parts = [
    describeStatus(answer.status).replace(/^status /, ''),
    ...headersOf(answer),
    ...bodyOf(answer),
  ];
  return `${parts.join(' · ')}${middlewareMayAnswer === true ? ', or the middleware’s response' : ''}`;
}

function headersOf({ headers = {}, cookie }: ContractAnswer): readonly string[] {
  return [
    ...Object.entries(headers).map(([name, promise]) =>
      'present' in promise ? code(displayName(name)) : code(`${displayName(name)}${separator(promise)}`),
    ),
    ...(cookie === undefined ? [] : [code(`Set-Cookie: ${describeCookie(cookie)}`)]),
  ];
}

/** `Cache-Control: no-store`, although other elements are allowed. */
function separator(promise: Parameters<typeof describeHeader>[0]): string {
  return 'lists' in promise ? `: ${promise.lists}` : describeHeader(promise);
}

function bodyOf({ body, content, writes }: ContractAnswer): readonly string[] {
  if (content !== undefined)
    return [`the content of [${content.file}](../servers/shared/assets/${content.file})`];
  if (body !== undefined && 'json' in body) {
    const members = { ...body.json, ...(writes === undefined ? {} : { writes }) };
    return [code(JSON.stringify(members))];
  }
  return [
    ...(body === undefined ? [] : [describeBody(body)]),
    ...(writes === undefined ? [] : [code(JSON.stringify({ writes }))]),
  ];
}
