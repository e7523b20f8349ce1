// @ts-check
/** The script of a page that holds other pages in frames. */
import { startFrameSet } from './frame-set.js';

void startFrameSet();
