// @ts-check
/** The script of a frame that a page opens. */
import { serveFrame } from './frames.js';

serveFrame();
