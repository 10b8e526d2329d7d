import { describe, expect, test } from 'vitest';
import { isGuestUpn, localPartOf, normaliseAddress, usableAddress } from './address.ts';

describe('normaliseAddress', () => {
  test.each([
    [' Ann@Contoso.COM ', 'ann@contoso.com'],
    ["Mary.O'Brien@contoso.com", "mary.o'brien@contoso.com"],
    ['ann+news@contoso.com', 'ann+news@contoso.com'],
    ['SMTP:ann@contoso.com', 'ann@contoso.com'],
    ['jörg@müller.example', 'jörg@müller.example'],
    ['ann@sub.contoso.co.uk', 'ann@sub.contoso.co.uk'],
  ])('%s becomes %s', (raw, expected) => expect(normaliseAddress(raw)).toBe(expected));

  test.each([
    [''],
    ['  '],
    ['ann'],
    ['ann@'],
    ['@contoso.com'],
    ['ann@contoso'],
    ['ann@@contoso.com'],
    ['ann @contoso.com'],
    ['ann@contoso..com'],
    ['ann.@contoso.com'],
    ['x500:/o=Contoso'],
    ['ann_fabrikam.com#EXT#@contoso.onmicrosoft.com'],
    [`${'a'.repeat(250)}@contoso.com`],
  ])('"%s" is no address', (raw) => expect(normaliseAddress(raw)).toBeNull());
});

test('the usable address is the mail, else the user principal name', () => {
  expect(usableAddress({ mail: 'Ann@Contoso.com', userPrincipalName: 'a@contoso.com' })).toBe('ann@contoso.com');
  expect(usableAddress({ mail: ' ', userPrincipalName: 'A@contoso.com' })).toBe('a@contoso.com');
  expect(usableAddress({ mail: null, userPrincipalName: null })).toBeNull();
});

test('a guest is known by the name Microsoft gave it', () => {
  expect(isGuestUpn('ann_fabrikam.com#EXT#@contoso.onmicrosoft.com')).toBe(true);
  expect(isGuestUpn('text@contoso.com')).toBe(false);
});

test('the local part drops a plus tag', () => {
  expect(localPartOf('Svc-Backup+x@contoso.com')).toBe('svc-backup');
  expect(localPartOf('nobody')).toBeNull();
});
