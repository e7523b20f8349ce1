/** The query parameter that identifies the check of a request. The proxy removes it. */
export const checkParameter = 'corspec-check';

/**
 * Removes corspec's parameter from the query of a request-target. The rest stays byte for byte; a query without other
 * parameters is removed with its question mark.
 */
export function takeCheck(path: string): { readonly check: string | null; readonly path: string } {
  const question = path.indexOf('?');
  if (question < 0 || !path.includes(checkParameter, question)) return { check: null, path };
  const fields = path.slice(question + 1).split('&');
  const own = fields.filter(isCheck);
  const first = own[0];
  if (first === undefined) return { check: null, path };
  const rest = fields.filter((field) => !isCheck(field));
  const bare = path.slice(0, question);
  return {
    check: decode(first.slice(checkParameter.length + 1)),
    path: rest.length === 0 ? bare : `${bare}?${rest.join('&')}`,
  };
}

function isCheck(field: string): boolean {
  return field.startsWith(`${checkParameter}=`);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
