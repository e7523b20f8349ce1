import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';

/** What scripts/site.ts knows: base, version, repository, and the families of scenarios. */
const facts = JSON.parse(readFileSync(new URL('../.source/facts.json', import.meta.url), 'utf8'));

const lessons = [
  ['Start here', '/learn/'],
  ['1. Simple requests', '/learn/simple'],
  ['2. Preflights', '/learn/preflight'],
  ['3. Credentials', '/learn/credentials'],
  ['4. Exposed headers', '/learn/exposed-headers'],
  ['5. Max age', '/learn/max-age'],
  ['6. Vary and caches', '/learn/vary'],
  ['7. Redirects and null', '/learn/redirects'],
  ['8. Errors', '/learn/errors'],
  ['JSONP', '/learn/jsonp'],
  ['What tutorials say', '/learn/tutorials'],
];

export default defineConfig({
  srcDir: '.source',
  outDir: '../dist/site',
  base: facts.base,
  lang: 'en',
  title: 'corspec',
  description: 'CORS: how it works, what goes wrong, and what servers and browsers really do.',
  lastUpdated: false,
  // The map of pages is a file of its own instead of a part of every page.
  metaChunk: true,
  // Pages are loaded whole: theme/index.js says why.
  router: { prefetchLinks: false },
  markdown: {
    // Addresses in texts are examples.
    linkify: false,
    // A heading for each library on each page of a cause needs no link of its own.
    anchor: { level: [1, 2], permalink: smallAnchor },
    config: (md) => {
      // Highlighted code is five times as long, and there is a block for each library on each page of a cause.
      md.renderer.rules.fence = (tokens, index) =>
        `<pre v-pre tabindex="0"><code>${escape(tokens[index].content)}</code></pre>\n`;
      // Wide tables scroll, which has to work by keyboard.
      md.renderer.rules.table_open = () =>
        '<div class="table" role="group" aria-label="Table" tabindex="0"><table>\n';
      md.renderer.rules.table_close = () => '</table></div>\n';
      // The cell above row numbers is empty, and an empty cell is no header.
      md.renderer.rules.th_open = (tokens, index, options, env, self) => {
        tokens[index].tag = tokens[index + 1].content === '' ? 'td' : 'th';
        return self.renderToken(tokens, index, options);
      };
      md.renderer.rules.th_close = (tokens, index, options, env, self) => {
        tokens[index].tag = tokens[index - 1].content === '' ? 'td' : 'th';
        return self.renderToken(tokens, index, options);
      };
    },
  },
  transformPageData(page) {
    // Only lessons have an order. Other pages would get a second, empty footer.
    if (!page.relativePath.startsWith('learn/'))
      Object.assign(page.frontmatter, { prev: false, next: false });
  },
  // VitePress marks the main content of every page except the home page.
  transformHtml: (html) =>
    html.replace('<div class="VPContent is-home"', '<div role="main" class="VPContent is-home"'),
  themeConfig: {
    version: facts.version,
    siteTitle: 'corspec',
    nav: [
      { text: 'Learn', link: '/learn/', activeMatch: '^/learn/' },
      { text: 'Playground', link: '/playground' },
      { text: 'Matrix', link: '/matrix/', activeMatch: '^/matrix' },
      { text: 'Causes', link: '/causes/' },
      { text: 'Fixes', link: '/fixes/' },
      { text: 'Scenarios', link: '/scenarios/' },
      { text: 'Advisories', link: '/advisories' },
      { text: 'Browsers', link: '/browsers' },
    ],
    sidebar: { '/learn/': [{ text: 'Learn', items: lessons.map(([text, link]) => ({ text, link })) }] },
    outline: { level: 2, label: 'On this page' },
    search: {
      provider: 'local',
      options: { _render: searchText, miniSearch: { options: { storeFields: ['title', 'titles'] } } },
    },
    footer: {
      message: 'Generated from corspec’s recorded runs and documentation. No request leaves this page.',
    },
  },
  vite: {
    resolve: {
      alias: {
        '@components': fileURLToPath(new URL('theme/components', import.meta.url)),
        // Its module for bundlers has no default export, which Node.js needs.
        'jsonc-parser': fileURLToPath(new URL('theme/jsonc-parser.js', import.meta.url)),
      },
    },
    build: { target: 'es2022', chunkSizeWarningLimit: 1000 },
  },
});

/** A heading's own link: the local search looks for one, and screen readers need none. */
function smallAnchor(slug, _options, state, index) {
  const token = new state.Token('html_inline', '', 0);
  token.content = ` <a href="#${slug}" hidden></a>`;
  state.tokens[index + 1].children.push(token);
}

/** What the search knows of a page: without code, and of long pages the headings alone. */
function searchText(source, env, md) {
  if (env.frontmatter?.search === false) return '';
  const html = md.render(source, env);
  if (env.frontmatter?.search === false) return '';
  const text = html.replace(/<pre[\s\S]*?<\/pre>|<table[\s\S]*?<\/table>/g, '');
  // Of a cause, the fixes of each library are on the pages of the fixes as well.
  if (env.frontmatter?.search === 'causes') return text.replace(/<h2 id="how-to-fix-it"[\s\S]*/, '');
  if (env.frontmatter?.search !== 'headings') return text;
  return (text.match(/<h[1-6][\s\S]*?<\/h[1-6]>/g) ?? []).join('\n');
}

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
