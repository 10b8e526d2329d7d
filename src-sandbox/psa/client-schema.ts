/**
 * What the v1 layer accepts in a client body (psa.md 1.6). Not strict: unknown keys vanish without a word, which is how
 * `entra_tenant_id` and `properties.domain` disappear. `phone_no`, `email` and `address` pass, and are traps.
 */
import {
  amount,
  type Check,
  email,
  flag,
  listOf,
  oneOf,
  optional,
  parseOrRefuse,
  partial,
  required,
  shape,
  text,
  uuid,
} from './checks.ts';

const BILLING_CYCLES = ['weekly', 'bi-weekly', 'monthly', 'quarterly', 'semi-annually', 'annually'] as const;

/** `https://` is put before a bare domain; an empty text stays empty. */
const url: Check<string> = (value, path, issues) => {
  const given = text({ trim: true, max: 255 })(value, path, issues);
  if (given === '' || /^https?:\/\//i.test(given)) return given;
  return `https://${given}`;
};

const properties = shape(
  {
    industry: optional(text()),
    company_size: optional(text()),
    annual_revenue: optional(text()),
    primary_contact_id: optional(uuid()),
    primary_contact_name: optional(text()),
    status: optional(text()),
    type: optional(text()),
    billing_address: optional(text()),
    tax_id: optional(text()),
    notes: optional(text()),
    payment_terms: optional(text()),
    website: optional(url),
    parent_client_id: optional(uuid()),
    parent_client_name: optional(text()),
    last_contact_date: optional(text()),
    logo: optional(text()),
  },
  'drop',
);

const CLIENT_FIELDS = {
  client_name: required(text({ min: 1, max: 255, minMessage: 'Client name is required' })),
  billing_cycle: required(oneOf(BILLING_CYCLES)),
  url: optional(url),
  billing_email: optional(email()),
  client_type: optional(oneOf(['company', 'individual'])),
  tax_id_number: optional(text()),
  notes: optional(text()),
  default_currency_code: optional(text({ min: 3, max: 3 })),
  credit_limit: optional(amount({ min: 0 })),
  is_inactive: optional(flag()),
  is_tax_exempt: optional(flag()),
  region_code: optional(text()),
  account_manager_id: optional(uuid()),
  tags: optional(listOf(text())),
  properties: optional(properties),
  phone_no: optional(text()),
  email: optional(email()),
  address: optional(text()),
};

/** Keys that pass the schema and have no column any more: create drops them, update trips over them. */
export const COLUMNLESS_KEYS = ['phone_no', 'email', 'address'] as const;

const createBody = shape(CLIENT_FIELDS, 'drop');
const updateBody = shape(partial(CLIENT_FIELDS), 'drop');

export function parseClientCreate(body: unknown): Record<string, unknown> {
  return parseOrRefuse(createBody, body);
}

export function parseClientUpdate(body: unknown): Record<string, unknown> {
  return parseOrRefuse(updateBody, body);
}
