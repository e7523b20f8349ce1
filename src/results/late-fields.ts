/** Where the late fields of an object are. */
const place = Symbol('place of late fields');

interface Late {
  readonly [place]: number;
}

/** Fields that are read when they are asked for, by the number that an object has: shared by all objects of a source. */
export type LateFields = (object: object, names: readonly string[], at: number) => void;

/** Makes fields whose values are not in memory. @param read gives one of them */
export function lateFields(read: (at: number, name: string) => unknown): LateFields {
  const known = new Map<string, PropertyDescriptor>();
  const accessorOf = (name: string): PropertyDescriptor => {
    const found = known.get(name) ?? {
      enumerable: true,
      configurable: true,
      get(this: Late) {
        return read(this[place], name);
      },
    };
    known.set(name, found);
    return found;
  };
  return (object, names, at) => {
    for (const name of names) Object.defineProperty(object, name, accessorOf(name));
    Object.defineProperty(object, place, { value: at });
  };
}

/** Whether a copy of an object by a spread would read fields that are read late. */
function hasLateFields(object: object): boolean {
  return place in object;
}

/** A copy with some fields added or replaced; what is read late stays so. */
export function withFields<One extends object, Fields extends object>(
  one: One,
  fields: Fields,
): One & Fields {
  if (!hasLateFields(one)) return { ...one, ...fields };
  const copy: object = Object.defineProperties({}, Object.getOwnPropertyDescriptors(one));
  return Object.assign(copy, fields) as One & Fields;
}

/** A copy with each field mapped; what is read late is mapped when it is read. */
export function mapFields(one: object, map: (value: unknown, name: string) => [string, unknown]): object {
  if (!hasLateFields(one))
    return Object.fromEntries(Object.entries(one).map(([name, value]) => map(value, name)));
  const copy = {};
  for (const [name, field] of Object.entries(Object.getOwnPropertyDescriptors(one))) {
    const isLate = field.get !== undefined;
    const [mapped, value] = isLate ? [name, undefined] : map(field.value, name);
    const late = { ...field, get: () => map(Reflect.get(one, name), name)[1] };
    Object.defineProperty(copy, mapped, isLate ? late : { ...field, value });
  }
  return copy;
}
