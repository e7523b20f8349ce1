import { stripVTControlCharacters } from 'node:util';
import { eastAsianWidth } from 'get-east-asian-width';

/**
 * What takes one column each, and is nearly all that corspec prints: ASCII, Latin letters, punctuation, arrows, lines, ✓ and ✗. For these,
 * neither the segmenter nor Unicode's tables are loaded, which takes longer than a report.
 */
const narrow =
  /^[\u0020-\u007E\u00A0-\u00AC\u00AE-\u02FF\u2010-\u2027\u2190-\u21FF\u2500-\u257F\u2713\u2717]*$/;

/** Columns of a terminal that a text takes: two for most characters of Chinese, Japanese and Korean, and for an emoji. */
export function widthOf(text: string): number {
  const shown = text.includes('\u001B') ? stripVTControlCharacters(text) : text;
  if (narrow.test(shown)) return shown.length;
  let width = 0;
  for (const { segment } of new Intl.Segmenter().segment(shown)) width += widthOfCharacter(segment);
  return width;
}

/** @param character a user-perceived character, of one or more code points */
function widthOfCharacter(character: string): number {
  const [base, ...others] = Array.from(character).filter((one) => isVisible(one));
  if (base === undefined) return 0;
  if (isEmoji(character)) return 2;
  const added = others.filter((one) => takesColumns(one));
  return [base, ...added].reduce((sum, one) => sum + eastAsianWidth(one.codePointAt(0) ?? 0), 0);
}

function isVisible(character: string): boolean {
  return !/[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Mn}\p{Me}\p{Cs}]/u.test(character);
}

/** Shown as an emoji by default, by a variation selector, or as a keycap. `\p{RGI_Emoji}` is exact, and takes 20 ms to load. */
function isEmoji(character: string): boolean {
  return /\p{Emoji_Presentation}|\p{Emoji}\uFE0F|[\d#*]\u20E3/u.test(character);
}

/** Marks beside their base, and half-width marks of Japanese. */
function takesColumns(character: string): boolean {
  return /[\p{Mc}\uFF00-\uFFEF]/u.test(character);
}
