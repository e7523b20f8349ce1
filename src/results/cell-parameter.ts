/** The query parameter by which a request on the wire is told to belong to a cell. The proxy takes it out. */
export const cellParameter = 'corspec-cell';

/**
 * Takes corspec's own parameter out of the query of a request-target. The rest stays byte for byte; a query that has
 * nothing else goes with its question mark.
 */
export function takeCell(path: string): { readonly cell: string | null; readonly path: string } {
  const question = path.indexOf('?');
  if (question < 0 || !path.includes(cellParameter, question)) return { cell: null, path };
  const fields = path.slice(question + 1).split('&');
  const own = fields.filter(isCell);
  const first = own[0];
  if (first === undefined) return { cell: null, path };
  const rest = fields.filter((field) => !isCell(field));
  const bare = path.slice(0, question);
  return {
    cell: decode(first.slice(cellParameter.length + 1)),
    path: rest.length === 0 ? bare : `${bare}?${rest.join('&')}`,
  };
}

function isCell(field: string): boolean {
  return field.startsWith(`${cellParameter}=`);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
