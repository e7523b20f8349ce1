import { github } from './github.ts';
import { html } from './html/index.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import type { Reporter } from './reporter.ts';
import { sarif } from './sarif.ts';
import { terminal } from './terminal/index.ts';

export type { ReportContext, Reporter, ReportInput } from './reporter.ts';

/** All formats, in the order of `corspec list reporters`. */
export const reporters: readonly Reporter[] = [terminal, json, html, junit, markdown, github, sarif];
