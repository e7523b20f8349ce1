import { expect, it } from 'vitest';
import { terminalSvg } from '../../../scripts/terminal-svg.ts';

const escape = '\u001b[';

it('gives each line of a terminal a line of text, with its colors', () => {
  const svg = terminalSvg(
    `${escape}31m✗ a < b${escape}39m & c\n  ${escape}1mbold${escape}22m\n`,
    'corspec run',
  );
  expect(svg).toContain('<tspan class="b">$ corspec run</tspan>');
  expect(svg).toContain('<tspan style="fill:#ff7b72">✗ a &lt; b</tspan><tspan> &amp; c</tspan>');
  expect(svg).toContain('<tspan>  </tspan><tspan class="b">bold</tspan>');
  expect(svg.match(/<text /g)).toHaveLength(4);
});

it('keeps a style that goes on in the next line', () => {
  const svg = terminalSvg(`${escape}2mfirst\nsecond${escape}22m third`, 'corspec');
  expect(svg).toContain('<tspan class="d">second</tspan><tspan> third</tspan>');
});
