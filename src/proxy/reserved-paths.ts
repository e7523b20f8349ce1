/** What corspec keeps for itself on every origin that it serves, a target's own included. */
export const pagePrefix = '/.corspec/';

/** A page that does nothing, on every origin: where a tab waits for its next page, and a cookie is set. */
export const blankPath = `${pagePrefix}blank`;
