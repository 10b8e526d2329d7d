/** Policy: what the connection may not do is held or left out, and said. */
import { describe, expect, test } from 'vitest';
import { planOf, rowOf } from '../../../../test/builders/estates.ts';
import { aContact, aDirectoryUser } from '../../../../test/builders/people.ts';

const allowed = { psaMayWrite: true, fieldSyncFlagOn: true, clientSyncFlagOn: true };
const user = aDirectoryUser({ jobTitle: 'Manager' });
const contact = aContact({ role: 'Clerk' });
const synced = {
  users: [user],
  contacts: [contact],
  links: [contact.linkedTo(user)],
  rules: { fields: { role: true } },
};

describe('a key that may only read', () => {
  test('holds every writing row of the plan, and leaves questions open', () => {
    const asked = aDirectoryUser({ entraObjectId: 'user-2', displayName: 'Clara', mail: 'clara@contoso.example' });
    const namesake = aContact({ contactId: 'contact-2', fullName: 'Clara', email: 'c@home.example' });
    const plan = planOf({
      users: [user, asked],
      contacts: [contact, namesake],
      policy: { ...allowed, psaMayWrite: false },
    });
    expect(rowOf(plan, user)).toMatchObject({ action: 'link', hold: 'policyReadOnly' });
    expect(rowOf(plan, asked)).toMatchObject({ action: 'queue', hold: null });
    expect(plan).toMatchObject({
      isApplicable: false,
      holds: [{ clientId: null, reason: 'policyReadOnly', count: 1 }],
    });
  });

  test('holds nothing when there is nothing to write', () => {
    expect(planOf({ policy: { ...allowed, psaMayWrite: false } }).holds).toEqual([]);
  });
});

describe('the flag for field sync', () => {
  const off = { ...allowed, fieldSyncFlagOn: false };

  test('off: updates of fields wait', () => {
    const plan = planOf({ ...synced, policy: off });
    expect(rowOf(plan)).toMatchObject({ action: 'update', hold: 'flagOff' });
    expect(plan.holds).toMatchObject([{ reason: 'flagOff', count: 1 }]);
  });

  test('off: links go on without their fields, and say so', () => {
    const row = rowOf(planOf({ ...synced, links: [], policy: off }));
    expect(row).toMatchObject({ action: 'link', fields: [], hold: null });
    expect(row.because).toMatch(/flag for field sync is off/);
  });

  test('off: marking inactive goes on', () => {
    const disabled = aDirectoryUser({ accountEnabled: false });
    const row = rowOf(
      planOf({ users: [disabled], contacts: [contact], links: [contact.linkedTo(disabled)], policy: off }),
    );
    expect(row).toMatchObject({ action: 'inactivate', hold: null });
  });

  test('off: reactivation goes on without the other fields', () => {
    const inactive = aContact({ role: 'Clerk', isInactive: true });
    const links = [inactive.linkedTo(user, { inactivatedByUs: true })];
    const row = rowOf(planOf({ ...synced, contacts: [inactive], links, policy: off }));
    expect(row).toMatchObject({
      action: 'update',
      hold: null,
      fields: [{ field: 'isInactive', from: true, to: false }],
    });
  });
});

test('the flag for single clients off holds the plan that needs it', () => {
  const plan = planOf({ ...synced, policy: { ...allowed, clientSyncFlagOn: false } });
  expect(rowOf(plan)).toMatchObject({ action: 'update', hold: 'flagOff' });
});
