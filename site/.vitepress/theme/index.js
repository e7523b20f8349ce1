import DefaultTheme from 'vitepress/theme-without-fonts';
import './style.css';
import './diagram.css';
import './forms.css';
import './matrix.css';

/** @type {import('vitepress').Theme} */
export default {
  extends: DefaultTheme,
  enhanceApp({ router }) {
    if (typeof window === 'undefined') return;
    // A page that is loaded whole needs its text once, in the HTML. Loaded by script, it needs it in a script as well, which scripts/site
    // therefore removes: that is half of the size of the site.
    router.onBeforeRouteChange = (to) => {
      const { pathname, href } = new URL(to, window.location.href);
      if (plain(pathname) === plain(window.location.pathname)) return true;
      window.location.assign(href);
      return false;
    };
  },
};

/** Servers have one page under several paths. */
function plain(pathname) {
  return pathname.replace(/(index)?(\.html)?$/, '');
}
