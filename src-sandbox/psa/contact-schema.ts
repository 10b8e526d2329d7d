/**
 * What the v1 layer accepts in a contact body or query (psa.md 1.3, 1.5): strict, so one unknown key is a 400.
 * It tidies (trim, lower-case, E.164) but decides nothing about other contacts; that is contact-model.ts.
 */
import {
  amount,
  type Check,
  email,
  flag,
  listOf,
  nullish,
  oneOf,
  optional,
  parseOrRefuse,
  partial,
  required,
  shape,
  text,
  uuid,
} from './checks.ts';
import type { ContactFilters, ContactListOptions } from './contact-query.ts';
import { ApiError } from './envelope.ts';
import { isUuid } from './ids.ts';
import { modelPhoneProblem, normaliseApiPhone } from './phone.ts';
import { EMAIL_TYPES, PHONE_TYPES } from './rows.ts';

const phoneNumber: Check<string> = (value, path, issues) => {
  const given = text({ trim: true, min: 1, minMessage: 'Phone number is required' })(value, path, issues);
  const tidy = normaliseApiPhone(given);
  if (tidy === null && given !== '') {
    const message = modelPhoneProblem(given) ?? 'Please enter a valid phone number';
    issues.push({ code: 'custom', path, message });
  }
  return tidy ?? given;
};

const extension: Check<string> = (value, path, issues) => {
  const kept = text({ trim: true, max: 10 })(value, path, issues);
  if (kept !== '' && !/^\d+$/.test(kept)) {
    issues.push({ code: 'invalid_string', path, message: 'Extension may contain digits only' });
  }
  return kept;
};

const label = text({ trim: true, min: 1 });

const phoneRow = shape(
  {
    contact_phone_number_id: optional(uuid()),
    phone_number: required(phoneNumber),
    extension: nullish(extension),
    canonical_type: nullish(oneOf(PHONE_TYPES)),
    custom_type: nullish(label),
    is_default: optional(flag()),
    display_order: optional(amount({ min: 0, integer: true })),
  },
  'drop',
);

const emailRow = shape(
  {
    contact_additional_email_address_id: optional(uuid()),
    email_address: required(email()),
    canonical_type: nullish(oneOf(EMAIL_TYPES)),
    custom_type: nullish(label),
    display_order: optional(amount({ min: 0, integer: true })),
  },
  'drop',
);

const CONTACT_FIELDS = {
  full_name: required(text({ trim: true, min: 1, max: 255, minMessage: 'Full name is required' })),
  email: required(email()),
  client_id: optional(uuid()),
  phone_numbers: optional(listOf(phoneRow)),
  primary_email_canonical_type: nullish(oneOf(EMAIL_TYPES)),
  primary_email_custom_type: nullish(label),
  primary_email_custom_type_id: nullish(uuid()),
  additional_email_addresses: optional(listOf(emailRow)),
  role: optional(text({ max: 100 })),
  notes: optional(text()),
  is_inactive: optional(flag()),
  tags: optional(listOf(text())),
};

const createBody = shape(CONTACT_FIELDS, 'refuse');
const updateBody = shape(partial(CONTACT_FIELDS), 'refuse');

export function parseContactCreate(body: unknown): Record<string, unknown> {
  return parseOrRefuse(createBody, body);
}

/** A partial of the create schema, still strict. A null address gets the model's sentence, as the contract says. */
export function parseContactUpdate(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && 'email' in body && body.email === null) {
    throw new ApiError('VALIDATION_ERROR', 'Primary email cannot be removed');
  }
  return parseOrRefuse(updateBody, body);
}

export function requireUuid(id: string, what: string): void {
  if (!isUuid(id)) throw new ApiError('BAD_REQUEST', `Invalid ${what} ID format`);
}

/** Page, limit, sort and order of any v1 list. `sort` is taken as it comes: a bad column shows only in the database. */
export function parsePaging(query: URLSearchParams): Pick<ContactListOptions, 'page' | 'limit' | 'sort' | 'order'> {
  const issues: { code: string; path: string[]; message: string }[] = [];
  const whole = (name: string, fallback: number, max: number): number => {
    const raw = query.get(name);
    if (raw === null) return fallback;
    const value = Number(raw);
    if (!Number.isInteger(value) || raw.trim() === '' || value < 1 || value > max) {
      issues.push({ code: 'custom', path: [name], message: `${name} must be a whole number between 1 and ${max}` });
    }
    return value;
  };
  const page = whole('page', 1, Number.MAX_SAFE_INTEGER);
  const limit = whole('limit', 25, 100);
  const order = query.get('order') ?? 'desc';
  if (order !== 'asc' && order !== 'desc') {
    issues.push({ code: 'invalid_enum_value', path: ['order'], message: "Expected 'asc' | 'desc'" });
  }
  if (issues.length > 0) throw new ApiError('VALIDATION_ERROR', 'Query validation failed', { details: issues });
  return { page, limit, sort: query.get('sort') ?? 'created_at', order: order === 'asc' ? 'asc' : 'desc' };
}

const TEXT_FILTERS = ['full_name', 'email', 'phone_number', 'role', 'client_name', 'search'] as const;
const TIME_FILTERS = ['created_from', 'created_to', 'updated_from', 'updated_to'] as const;

type QueryIssue = { code: string; path: string[]; message: string };

function timeIssue(name: string, value: string): QueryIssue | null {
  const valid = /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value));
  return valid ? null : { code: 'invalid_string', path: [name], message: 'Invalid datetime' };
}

function booleanIssue(name: string, value: string): QueryIssue | null {
  const valid = value === 'true' || value === 'false';
  return valid ? null : { code: 'invalid_enum_value', path: [name], message: "Expected 'true' | 'false'" };
}

function uuidIssue(name: string, value: string): QueryIssue | null {
  return isUuid(value) ? null : { code: 'invalid_string', path: [name], message: 'Invalid uuid' };
}

/** The filters a contact list knows; unknown query keys (`is_active`, `fields`) are ignored without a word. */
export function parseContactFilters(query: URLSearchParams): ContactFilters {
  const issues: (QueryIssue | null)[] = [];
  const filters: ContactFilters = {};
  const read = (name: string, keep: (value: string) => QueryIssue | null): void => {
    const value = query.get(name);
    if (value !== null) issues.push(keep(value));
  };
  for (const name of TEXT_FILTERS) {
    read(name, (value) => {
      filters[name] = value;
      return null;
    });
  }
  for (const name of TIME_FILTERS) {
    read(name, (value) => {
      filters[name] = value;
      return timeIssue(name, value);
    });
  }
  for (const name of ['is_inactive', 'has_client'] as const) {
    read(name, (value) => {
      filters[name] = value === 'true';
      return booleanIssue(name, value);
    });
  }
  read('client_id', (value) => {
    filters.client_id = value;
    return uuidIssue('client_id', value);
  });
  const found = issues.filter((issue) => issue !== null);
  if (found.length > 0) throw new ApiError('VALIDATION_ERROR', 'Query validation failed', { details: found });
  return filters;
}
