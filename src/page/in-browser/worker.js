// @ts-check
/** The script of a worker that a page starts. */
import { serveWorker } from './workers.js';

serveWorker();
