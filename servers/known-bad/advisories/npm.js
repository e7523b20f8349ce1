// @ts-check

/** @type {readonly import('./advisory.js').Advisory[]} */
export const npm = [];
