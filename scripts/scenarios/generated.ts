/** The first line of each page: who writes it. */
export const generated = '<!-- Written by `npm run docs:scenarios`. -->';
