/** A header as it stood on the wire: the case of the name and the order of the list are kept. */
export type RawHeader = readonly [name: string, value: string];
