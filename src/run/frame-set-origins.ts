/** The origins of pages that hold other pages in frames, of no site that a policy can name: one for each scheme. */
export const frameSetOrigins = ['https://frames.corspec.invalid', 'http://frames.corspec.invalid'] as const;

/** For what a page of another origin needs from there. In an https page, what comes by http is mixed content. */
export function frameSetOriginFor(origin: string): string {
  const [secure, plain] = frameSetOrigins;
  return origin.startsWith('https:') ? secure : plain;
}
