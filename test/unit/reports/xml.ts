/** An element of an XML document that {@link readXml} has read. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** The text directly inside it. */
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const tag = /<(\/?)([A-Za-z][\w-]*)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;

/**
 * Reads the XML that a report may consist of: a declaration, elements, attributes in double quotes, text and entities.
 * @throws when the document is not well formed, or has anything else
 */
export function readXml(document: string): XmlElement {
  const declaration = /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*/.exec(document)?.[0];
  if (declaration === undefined) throw new Error('There is no XML declaration.');
  const root = opened('');
  const open = [root];
  tag.lastIndex = declaration.length;
  while (tag.lastIndex < document.length) {
    const at = tag.lastIndex;
    const found = tag.exec(document);
    if (found === null) throw new Error(`Not well formed: ${document.slice(at, at + 80)}`);
    take(found, open);
  }
  const [only, ...more] = root.children;
  if (open.length !== 1 || only === undefined || more.length > 0 || root.text.trim() !== '')
    throw new Error('The document is not one whole element.');
  return only;
}

/** Adds a tag or a text to the innermost of the open elements. */
function take(
  [, closes, name = '', attributes = '', isEmpty, text]: RegExpExecArray,
  open: OpenElement[],
): void {
  const innermost = open[open.length - 1]!;
  if (text !== undefined) innermost.text += unescaped(text);
  else if (closes) {
    if (name !== innermost.name) throw new Error(`</${name}> ends <${innermost.name}>.`);
    open.pop();
  } else {
    const element = opened(name, attributesOf(attributes));
    innermost.children.push(element);
    if (!isEmpty) open.push(element);
  }
}

function opened(name: string, attributes: Readonly<Record<string, string>> = {}): OpenElement {
  return { name, attributes, children: [], text: '' };
}

/** Every element of a name, at any depth, in order. */
export function elements(within: XmlElement, name: string): readonly XmlElement[] {
  return within.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...elements(child, name),
  ]);
}

function attributesOf(text: string): Readonly<Record<string, string>> {
  const found = [...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
    name,
    unescaped(value),
  ]);
  const attributes = Object.fromEntries(found) as Record<string, string>;
  if (Object.keys(attributes).length !== found.length) throw new Error(`An attribute stands twice:${text}`);
  return attributes;
}

function unescaped(text: string): string {
  return text.replace(
    /&(?:#(\d+)|#x([\da-f]+)|(\w+));|&/gi,
    (all, decimal?: string, hex?: string, name = '') => {
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      const entity = entities[name as string];
      if (entity === undefined) throw new Error(`Not an entity of XML: ${all}`);
      return entity;
    },
  );
}
