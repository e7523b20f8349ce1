// @ts-check
/** The script of the page that every origin serves. */
import { start } from './runner.js';

void start();
