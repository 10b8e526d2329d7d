/**
 * Company names for comparison: folded like any name, "&" read as "and", legal forms of many countries removed. A name
 * that is nothing but a legal form keeps it, so that "AG" and "SA" are not the same company.
 */
import { foldName } from './fold-name.ts';
import { attachedForms, leadingForms, legalForms } from './legal-suffixes.ts';

interface FormTree {
  readonly next: Map<string, FormTree>;
  isForm: boolean;
}

// Ends are read from the last word backwards, beginnings forwards: one look-up a word instead of a scan of all forms.
const endings = formTree(legalForms.map((form) => foldName(form).split(' ').reverse()));
const beginnings = formTree(leadingForms.map((form) => foldName(form).split(' ')));
const attached = attachedForms.map(foldName);

/** "Müller & Söhne GmbH & Co. KG" gives "muller and sohne"; "ООО «Ромашка»" gives "ромашка"; "株式会社山田" gives "山田". */
export function foldCompanyName(name: string): string {
  const full = foldName(name.includes('&') || name.includes('+') ? name.replace(/\s*[&+]\s*/g, ' and ') : name);
  return stripLegalForms(full);
}

/** Removes legal forms from an already folded name, at both ends and as often as they occur. */
export function stripLegalForms(folded: string): string {
  if (folded === '') return '';
  const words = withoutAttached(folded).split(' ');
  let start = 0;
  let end = words.length;
  for (;;) {
    const taken = formLength(endings, (step) => words[end - 1 - step], end - start);
    // "and co kg" hangs on the form before it: "muller and co" without it would be half a name.
    const rest = end - taken;
    if (taken === 0 || rest <= start) break;
    end = words[rest - 1] === 'and' && rest - 1 > start ? rest - 1 : rest;
  }
  const lead = formLength(beginnings, (step) => words[start + step], end - start);
  if (lead > 0 && lead < end - start) start += lead;
  return words.slice(start, end).join(' ');
}

function withoutAttached(folded: string): string {
  // Every attached form lies above U+0E00, so plain Latin, Greek and Cyrillic names skip the scan.
  if (!/[\u0e00-\uffff]/.test(folded)) return folded;
  for (const form of attached) {
    if (folded.length <= form.length) continue;
    if (folded.endsWith(form)) return folded.slice(0, -form.length).trim();
    if (folded.startsWith(form)) return folded.slice(form.length).trim();
  }
  return folded;
}

/** Words of the longest form found when reading with `wordAt`, at most `limit`. */
function formLength(tree: FormTree, wordAt: (step: number) => string | undefined, limit: number): number {
  let node = tree;
  let longest = 0;
  for (let step = 0; step < limit; step++) {
    const next = node.next.get(wordAt(step) ?? '');
    if (!next) break;
    node = next;
    if (node.isForm) longest = step + 1;
  }
  return longest;
}

function formTree(forms: readonly (readonly string[])[]): FormTree {
  const root: FormTree = { next: new Map(), isForm: false };
  for (const words of forms) {
    let node = root;
    for (const word of words) {
      let next = node.next.get(word);
      if (!next) {
        next = { next: new Map(), isForm: false };
        node.next.set(word, next);
      }
      node = next;
    }
    node.isForm = true;
  }
  return root;
}
