/**
 * Phone sets: what the directory offers, in a form the PSA accepts, and how it joins what a contact already has. Numbers
 * are merged, never replaced: manual numbers, labels, extensions and the chosen default stay. A set that is written has
 * exactly one default (`contracts/psa.md` 1.5).
 */
import type { ContactPhone } from '../contact.ts';
import type { DirectoryUser } from '../directory-user.ts';
import { isPlainlySame, type PhoneReader } from './phone-reader.ts';

export type PhoneSource = Pick<DirectoryUser, 'businessPhones' | 'mobilePhone' | 'countryCode'>;

export interface ReadPhones {
  /** Business numbers as `work`, then the mobile number; each number once; the first is the default. */
  readonly phones: readonly ContactPhone[];
  /** What was cleaned or left out, for `because`; empty when nothing was. */
  readonly words: readonly string[];
}

const EXTENSION = /[\s;,:.]*(?:\bext(?:ension|n)?|\bx|#|\bdurchwahl|\bposte)[\s.:=]*(\d{1,10})\s*$/i;
const PSA_ACCEPTS = /^[0-9A-Za-z+().\-#\s/]+$/;
const DASHES = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g;
const WIDE_BLANKS = /[\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]/g;

/** The directory's numbers as the PSA would store them. National numbers of an unknown country stay as typed, cleaned. */
export function readPhones(source: PhoneSource, read: PhoneReader): ReadPhones {
  const phones: ContactPhone[] = [];
  const words: string[] = [];
  const seen = new Set<string>();
  const offer = (raw: string, type: 'work' | 'mobile'): void => {
    if (raw.trim() === '') return;
    const number = acceptableNumber(raw, source.countryCode, read);
    if (number === null) {
      words.push(`the number "${raw}" is left out: the PSA would refuse it`);
      return;
    }
    const key = read(number.number, source.countryCode) ?? number.number;
    if (seen.has(key)) return;
    seen.add(key);
    if (!PSA_ACCEPTS.test(raw)) words.push(`the number "${raw}" is written as ${number.number}`);
    phones.push({ ...number, type, customType: null, isDefault: phones.length === 0 });
  };
  for (const raw of source.businessPhones) offer(raw, 'work');
  if (source.mobilePhone !== null) offer(source.mobilePhone, 'mobile');
  return { phones, words };
}

/** E.164 where the number can be read, else cleaned digits of 4 to 15 (what v1 keeps), else null. */
function acceptableNumber(
  raw: string,
  countryCode: string | null,
  read: PhoneReader,
): { readonly number: string; readonly extension: string | null } | null {
  const text = raw.replace(DASHES, '-').replace(WIDE_BLANKS, ' ').trim();
  const split = EXTENSION.exec(text);
  const main = split === null ? text : text.slice(0, split.index).trim();
  const extension = split?.[1] ?? null;
  const key = read(main, countryCode);
  if (key === null) return extension === null ? null : acceptableDigits(extension, null);
  return key.startsWith('+') ? { number: key, extension } : acceptableDigits(key, extension);
}

function acceptableDigits(digits: string, extension: string | null) {
  return digits.length >= 4 && digits.length <= 15 ? { number: digits, extension } : null;
}

export interface MergedPhones {
  /** Null: nothing to write, the contact has every number already. */
  readonly phones: readonly ContactPhone[] | null;
  readonly words: readonly string[];
}

const nothingNew: MergedPhones = { phones: null, words: [] };

/** True when every number of the source is among the contact's, separators apart: the everyday case, and a cheap one. */
function holdsPlainly(existing: readonly ContactPhone[], { businessPhones, mobilePhone }: PhoneSource): boolean {
  const isHeld = (raw: string): boolean => existing.some(({ number }) => isPlainlySame(raw, number));
  return businessPhones.every(isHeld) && (mobilePhone === null || isHeld(mobilePhone));
}

/** The contact's numbers, untouched and in their order, plus those of the directory that it lacks. */
export function mergePhones(existing: readonly ContactPhone[], source: PhoneSource, read: PhoneReader): MergedPhones {
  if (holdsPlainly(existing, source)) return nothingNew;
  const offered = readPhones(source, read);
  const known = existing.map((phone) => ({ phone, key: read(phone.number, source.countryCode) }));
  const added = offered.phones.filter(
    (phone) =>
      !known.some(({ phone: other, key }) => dialsTheSame(phone, other, read(phone.number, source.countryCode), key)),
  );
  if (added.length === 0) return { phones: null, words: offered.words };
  return {
    phones: withOneDefault([...existing, ...added.map((phone) => ({ ...phone, isDefault: false }))]),
    words: offered.words,
  };
}

// Two extensions behind one switchboard are two numbers; a number without extension is taken to be the same line.
function dialsTheSame(left: ContactPhone, right: ContactPhone, ...keys: readonly (string | null)[]): boolean {
  if (keys[0] === null || keys[0] !== keys[1]) return false;
  return left.extension === null || right.extension === null || left.extension === right.extension;
}

/** The first default stays the default; without one, the first number becomes it. */
function withOneDefault(phones: readonly ContactPhone[]): readonly ContactPhone[] {
  const chosen = Math.max(
    0,
    phones.findIndex((phone) => phone.isDefault),
  );
  return phones.map((phone, at) =>
    phone.isDefault === (at === chosen) ? phone : { ...phone, isDefault: at === chosen },
  );
}
