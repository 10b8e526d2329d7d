/**
 * Folding of names for comparison: case, accents of any script, apostrophes and punctuation go, letters of every script
 * stay. Idempotent; never used for display. Latin letters that carry no separable accent are tabled, as are Greek and
 * Cyrillic for the optional Latin reading.
 */
import { byCodeUnit } from './by-code-unit.ts';
import { cyrillicToLatin, germanDigraphs, greekToLatin, latinLetters } from './letter-tables.ts';

const APOSTROPHES = /['’‘ʼʻ`´′＇]/gu;
// Marks that carry a vowel or tone in Indic, Thai and kindred scripts are letters to their readers; only accents may go.
const ACCENTS = new RegExp(
  [
    '[\\u0300-\\u036f]', // Latin, Greek, Cyrillic
    '[\\u0483-\\u0489]', // old Cyrillic
    '[\\u0591-\\u05bd]|\\u05bf|\\u05c1|\\u05c2|\\u05c4|\\u05c5|\\u05c7', // Hebrew points
    '[\\u0610-\\u061a]|[\\u064b-\\u065f]|\\u0670', // Arabic vowel signs
    '[\\u1ab0-\\u1aff]|[\\u1dc0-\\u1dff]|[\\u20d0-\\u20ff]|[\\ufe20-\\ufe2f]', // phonetic and general marks
  ].join('|'),
  'gu',
);
const SEPARATORS = /[^\p{L}\p{N}\p{M}]+/gu;

/**
 * Lower-case letters and digits of any script, words separated by single blanks: "Ó'Brien-Straße, José" gives
 * "obrien strasse jose". Apostrophes join, other punctuation separates. Empty for names of punctuation only.
 */
export function foldName(name: string): string {
  if (isPlainAscii(name)) return foldAscii(name);
  const decomposed = name.normalize('NFKD').replace(ACCENTS, '');
  let out = '';
  for (const letter of decomposed.toLowerCase()) out += latinLetters.get(letter) ?? letter;
  // Recompose so that one Hangul syllable stays one letter; a second pass of this function changes nothing.
  return out.replace(APOSTROPHES, '').replace(SEPARATORS, ' ').trim().normalize('NFC');
}

/** The folded name with Greek and Cyrillic letters written in Latin ones ("ромашка" gives "romashka"); else unchanged. */
export function latinName(foldedName: string): string {
  if (isPlainAscii(foldedName)) return foldedName;
  if (!/[\p{Script=Greek}\p{Script=Cyrillic}]/u.test(foldedName)) return foldedName;
  let out = foldedName;
  for (const [pair, latin] of greekToLatin.pairs) out = out.replaceAll(pair, latin);
  let latin = '';
  for (const letter of out) latin += greekToLatin.letters.get(letter) ?? cyrillicToLatin.get(letter) ?? letter;
  return latin;
}

/** The folded name read the German and Nordic way, where ä ö ü å ø æ stand for ae oe ue aa oe ae; null when there is nothing to read so. */
export function digraphName(name: string): string | null {
  if (isPlainAscii(name)) return null;
  if (!/[äöüåøÄÖÜÅØ]/u.test(name.normalize('NFC'))) return null;
  let out = '';
  for (const letter of name.normalize('NFC')) out += germanDigraphs.get(letter.toLowerCase()) ?? letter;
  return foldName(out);
}

/**
 * A key for a person's name that ignores the order of its words: "Smith, Jane" and "Jane Smith" are equal, as are
 * titles apart ("Dr. Jane Smith"), Greek or Cyrillic and their Latin reading. Empty when the name has no letters.
 */
export function personNameKey(name: string): string {
  const words = latinName(foldName(name.includes('(') ? name.replace(/\([^()]*\)/g, ' ') : name)).split(' ');
  const kept = words.some(isPersonTitle) ? words.filter((word) => !isPersonTitle(word)) : words;
  return (kept.length > 0 ? kept : words).sort(byCodeUnit).join(' ');
}

const personTitles: ReadonlySet<string> = new Set(
  'mr mrs ms miss mx dr prof herr frau mme mlle sr sra dhr mevr ing dipl jr ii iii phd md mba'.split(' '),
);

function isPersonTitle(word: string): boolean {
  return word.length <= 5 && personTitles.has(word);
}

function isPlainAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 126) return false;
  return true;
}

const FOLDED_ALREADY = /^[a-z0-9]+(?: [a-z0-9]+)*$/;

function foldAscii(name: string): string {
  const lower = name.toLowerCase();
  if (FOLDED_ALREADY.test(lower)) return lower;
  return lower
    .replace(/['`]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
