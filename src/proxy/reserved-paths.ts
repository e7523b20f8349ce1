/** The paths that corspec serves itself on every origin, including targets. */
export const pagePrefix = '/.corspec/';

/** A blank page on every origin, for waiting tabs and for setting cookies. */
export const blankPath = `${pagePrefix}blank`;
