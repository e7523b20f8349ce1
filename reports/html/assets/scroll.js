// @ts-check
import { el } from './dom.js';

/**
 * A frame around an element that scrolls, with a shadow at the right and at the bottom where there is more.
 * @param {HTMLElement} scroller
 */
export function scrollFrame(scroller) {
  const frame = el('div.frame', {}, scroller);
  const update = () => {
    const { scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight } = scroller;
    frame.dataset['more'] = [
      scrollLeft + clientWidth < scrollWidth - 1 && 'right',
      scrollTop + clientHeight < scrollHeight - 1 && 'down',
    ]
      .filter(Boolean)
      .join(' ');
  };
  scroller.addEventListener('scroll', update, { passive: true });
  const observer = new ResizeObserver(update);
  for (const element of [scroller, ...scroller.children]) observer.observe(element);
  return frame;
}
