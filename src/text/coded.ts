/** A text for each code of a union. A code without one does not compile. */
export type Texts<Coded extends { readonly code: string }> = {
  readonly [Code in Coded['code']]: (data: Extract<Coded, { readonly code: Code }>) => string;
};

/** The text of something that is a code with its data. */
export function textFrom<Coded extends { readonly code: string }>(texts: Texts<Coded>, coded: Coded): string {
  // The table has, under each code, the text for that member of the union; TypeScript cannot follow that by itself.
  const text = texts[coded.code as Coded['code']] as (data: Coded) => string;
  return text(coded);
}
