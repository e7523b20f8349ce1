import type { ExplainRequest } from '../../src/explain/request.ts';
import type { ClientName } from './diagram.ts';
import { requestOf } from './play.ts';
import type { Situation } from './situation.ts';

/** The script of the page, for each client. */
export function clientCode(situation: Situation, client: ClientName): string {
  const request = requestOf(situation, situation.page);
  switch (client) {
    case 'fetch':
      return fetchCode(request);
    case 'XMLHttpRequest':
      return xhrCode(request);
    case 'axios':
      return axiosCode(request);
  }
}

function fetchCode({ url, method, headers, credentials, data }: ExplainRequest): string {
  const options = [
    ...(method === 'GET' ? [] : [`method: '${method}'`]),
    ...headerOption(headers),
    ...(data === undefined ? [] : [`body: '${data}'`]),
    ...(credentials ? ["credentials: 'include'"] : []),
  ];
  return `const response = await fetch('${url}'${objectOf(options)});\nconst text = await response.text();`;
}

function xhrCode({ url, method, headers, credentials, data }: ExplainRequest): string {
  return [
    'const xhr = new XMLHttpRequest();',
    `xhr.open('${method}', '${url}');`,
    ...headers.map(([name, value]) => `xhr.setRequestHeader('${name}', '${value}');`),
    ...(credentials ? ['xhr.withCredentials = true;'] : []),
    'xhr.onload = () => console.log(xhr.status, xhr.responseText);',
    "xhr.onerror = () => console.log('status', xhr.status); // 0, without a reason",
    `xhr.send(${data === undefined ? '' : `'${data}'`});`,
  ].join('\n');
}

function axiosCode({ url, method, headers, credentials, data }: ExplainRequest): string {
  const options = [...headerOption(headers), ...(credentials ? ['withCredentials: true'] : [])];
  const hasData = method === 'POST' || method === 'PUT';
  const body = hasData ? `, ${data === undefined ? 'undefined' : `'${data}'`}` : '';
  return `const { data } = await axios.${method.toLowerCase()}('${url}'${body}${objectOf(options)});`;
}

function headerOption(headers: ExplainRequest['headers']): readonly string[] {
  const set = headers.map(([name, value]) => `'${name}': '${value}'`).join(', ');
  return set === '' ? [] : [`headers: { ${set} }`];
}

function objectOf(fields: readonly string[]): string {
  return fields.length === 0 ? '' : `, {\n  ${fields.join(',\n  ')},\n}`;
}
