import { isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { type Attempt, failure, success } from '../../text/attempt.ts';
import { type JsonPath, parseJson, positionOfValue } from '../../text/json-text.ts';
import { printable } from '../../text/printable.ts';

/** A file of YAML or JSON. */
export interface Source {
  /** As messages name it. */
  readonly name: string;
  readonly value: unknown;
  /** `openapi.yaml:3:5`, the position of a value; of the innermost existing one around it if there is none. */
  readonly at: (path: JsonPath) => string;
}

/** Parses a file; `name` is for messages. Fails with one line. Never throws. */
export function parseSource(text: string, name: string): Attempt<Source, string> {
  return /^\uFEFF?\s*[{[]/.test(text) ? parseJsonSource(text, name) : parseYamlSource(text, name);
}

/** As JSON, because its errors are clearer than those of the same text as YAML. */
function parseJsonSource(text: string, name: string): Attempt<Source, string> {
  const parsed = parseJson(text);
  if (!parsed.ok) return failure(`${name}:${parsed.line}:${parsed.column}: invalid JSON: ${parsed.message}.`);
  return success({
    name,
    value: parsed.value,
    at(path) {
      const { line, column } = positionOfValue(text, path);
      return `${name}:${line}:${column}`;
    },
  });
}

function parseYamlSource(text: string, name: string): Attempt<Source, string> {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, merge: true });
  const place = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return `${name}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  const [error] = document.errors;
  if (error !== undefined)
    return failure(`${place(error.pos[0])}: invalid YAML: ${printable(error.message)}.`);
  try {
    const value: unknown = document.toJS();
    return success({ name, value, at: (path) => place(offsetOf(document.contents, path)) });
  } catch (thrown) {
    // Aliases that expand to more than they may.
    return failure(`${name}: invalid YAML: ${printable((thrown as Error).message)}.`);
  }
}

/** The offset of a value, of its key in a map. Keys may be numbers, such as the status 200. */
function offsetOf(root: Node | null, path: JsonPath): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const key of path) {
    const pair = isMap(node)
      ? node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key))
      : isSeq(node)
        ? node.items[Number(key)]
        : undefined;
    if (pair === undefined) return offset;
    const start = isPair(pair) ? pair.key : pair;
    offset = (start as Partial<Node>).range?.[0] ?? offset;
    node = isPair(pair) ? pair.value : pair;
  }
  return offset;
}
