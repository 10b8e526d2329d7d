import { describe, expect, it } from 'vitest';
import type { FieldChange } from '../../domain/planned-change.ts';
import { type ContactRow, contactRow } from './answers.ts';
import { contactUpdate } from './update-body.ts';

const row = (changes: Record<string, unknown> = {}): ContactRow =>
  contactRow.parse({
    contact_name_id: 'c1',
    full_name: 'Ann Ashe',
    email: 'Old@Alder.example',
    role: null,
    is_inactive: false,
    phone_numbers: [],
    additional_email_addresses: [
      { email_address: 'bills@alder.example', canonical_type: 'billing' },
      { email_address: 'yard@alder.example', custom_type: 'Yard' },
    ],
    ...changes,
  });

const email = (to: string | null): FieldChange => ({ field: 'email', from: 'old@alder.example', to });
const additional = (to: string[]): FieldChange => ({ field: 'additionalEmails', from: [], to });

describe('a new primary address', () => {
  it('is promoted in the same call, with the others and their labels sent again', () => {
    const update = contactUpdate(row(), [email('New@Alder.example')]);
    expect(update?.body).toEqual({
      email: 'new@alder.example',
      additional_email_addresses: [
        { email_address: 'new@alder.example', canonical_type: 'work', display_order: 0 },
        { email_address: 'bills@alder.example', canonical_type: 'billing', display_order: 1 },
        { email_address: 'yard@alder.example', custom_type: 'Yard', display_order: 2 },
      ],
    });
    expect(update?.intended.additionalEmails).toEqual([
      'bills@alder.example',
      'yard@alder.example',
      'old@alder.example',
    ]);
    expect(update?.addedAddresses).toEqual(['new@alder.example']);
  });

  it('that was additional is listed once and is not new to the PSA', () => {
    const update = contactUpdate(row(), [email('bills@alder.example')]);
    const listed = update?.body['additional_email_addresses'] as { email_address: string }[];
    expect(listed.map((entry) => entry.email_address)).toEqual(['bills@alder.example', 'yard@alder.example']);
    expect(update?.addedAddresses).toEqual([]);
  });

  it('with a wished set never lists the old primary, which the server demotes by itself', () => {
    const update = contactUpdate(row(), [email('new@alder.example'), additional(['old@alder.example'])]);
    const listed = update?.body['additional_email_addresses'] as { email_address: string }[];
    expect(listed.map((entry) => entry.email_address)).toEqual(['new@alder.example']);
    expect(update?.intended.additionalEmails).toEqual(['old@alder.example']);
  });

  it('in another letter case only is no rename', () => {
    expect(contactUpdate(row(), [email('old@alder.example')])?.body).not.toHaveProperty('email');
  });

  it('cannot be none', () => {
    expect(contactUpdate(row(), [email(null)])).toBeNull();
  });
});

it('only additional addresses: the primary is neither sent nor listed', () => {
  const update = contactUpdate(row(), [additional(['OLD@alder.example', 'new@alder.example'])]);
  expect(update?.body).toEqual({
    additional_email_addresses: [{ email_address: 'new@alder.example', canonical_type: 'work', display_order: 0 }],
  });
});

it('plain fields go by v1’s names; an emptied title is an empty text, an emptied name is refused', () => {
  const fields: FieldChange[] = [
    { field: 'fullName', from: 'Ann Ashe', to: ' Ann Oak ' },
    { field: 'role', from: 'Buyer', to: null },
    { field: 'isInactive', from: false, to: true },
  ];
  expect(contactUpdate(row(), fields)?.body).toEqual({ full_name: 'Ann Oak', role: '', is_inactive: true });
  expect(contactUpdate(row(), [{ field: 'fullName', from: 'Ann', to: null }])).toBeNull();
});
