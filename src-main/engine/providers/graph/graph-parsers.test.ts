/** Counts, domains, relationships and user rows: the small readers, row by row. */
import { describe, expect, it } from 'vitest';
import { asId, type EntraTenantId } from '../../../../shared/vocabulary/ids.ts';
import { parseCount } from './describe-tenant.ts';
import { bestRelationship, isAgreed } from './gdap.ts';
import { relationship, user } from './graph-schemas.ts';
import { domainsOf, normaliseDomain, onlyOrganization } from './organization.ts';
import { toDirectoryUser } from './user-facts.ts';

describe('a count', () => {
  it.each<[unknown, number | null]>([
    [42, 42],
    ['42', 42],
    ['\uFEFF42', 42],
    [Buffer.from('42').toString('base64'), 42],
    ['', null],
    ['many', null],
    [-1, null],
    [1.5, null],
    [{ error: {} }, null],
    [null, null],
  ])('%j is %j', (body, expected) => expect(parseCount(body)).toBe(expected));
});

describe('a domain', () => {
  it.each([
    ['Contoso.COM', 'contoso.com'],
    ['contoso.com.', 'contoso.com'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['', null],
    ['localhost', null],
    [null, null],
  ])('%j is %j', (name, expected) => expect(normaliseDomain(name)).toBe(expected));
});

describe('an organization', () => {
  const id: EntraTenantId = asId('11111111-1111-4111-8111-111111111111');
  it('tells its verified domains', () => {
    const raw = onlyOrganization(
      {
        value: [
          {
            id: id.toUpperCase(),
            displayName: null,
            verifiedDomains: [
              { name: 'A.example', isDefault: true },
              { name: 'a.onmicrosoft.com', isInitial: true, isDefault: false },
            ],
          },
        ],
      },
      id,
    );
    expect(domainsOf(raw)).toEqual({
      defaultDomain: 'a.example',
      initialDomain: 'a.onmicrosoft.com',
      verifiedDomains: ['a.example', 'a.onmicrosoft.com'],
    });
  });
  it.each([[{ value: [] }], [{ value: [{}] }], [null], ['text'], [{ value: [{ id: 'not a guid' }] }]])(
    'that says %j is not understood',
    (answer) => {
      expect(() => onlyOrganization(answer, id)).toThrow(expect.objectContaining({ code: 'provider.responseInvalid' }));
    },
  );
});

describe('several relationships', () => {
  const row = (status: string, endDateTime: string | null) =>
    relationship.parse({ status, endDateTime, customer: { tenantId: '11111111-1111-4111-8111-111111111111' } });
  it('stand for a customer by what works, then by what lasts longest', () => {
    const rows = [
      row('expired', '2030-01-01T00:00:00Z'),
      row('active', '2027-01-01T00:00:00Z'),
      row('active', '2028-01-01T00:00:00Z'),
      row('expiring', '2029-01-01T00:00:00Z'),
    ];
    expect(bestRelationship(rows)).toEqual({ status: 'active', endsAt: Date.parse('2028-01-01T00:00:00Z') });
  });
  it('keep a status that Microsoft adds later, as the last resort', () => {
    expect(bestRelationship([row('brandNew', null)])).toEqual({ status: 'brandNew', endsAt: null });
    expect(bestRelationship([row('brandNew', null), row('terminated', null)])?.status).toBe('terminated');
    expect(bestRelationship([])).toBeNull();
  });
  it('count only once the customer has agreed', () => {
    expect(['created', 'approvalPending', 'active', 'unknownFutureValue'].map(isAgreed)).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
  it('may be of a derived type and carry more than we know', () => {
    const raw = {
      '@odata.type': '#microsoft.graph.resellerDelegatedAdminRelationship',
      status: 'active',
      isPartnerConsentPending: false,
      customer: null,
    };
    expect(relationship.safeParse(raw).success).toBe(true);
  });
});

describe('a user row', () => {
  const facts = (row: object) =>
    toDirectoryUser(
      user.parse({ id: 'AAAAAAAA-0000-4000-8000-000000000001', ...row }),
      asId('11111111-1111-4111-8111-111111111111'),
    );
  it('has a lower-case id', () => expect(facts({}).entraObjectId).toBe('aaaaaaaa-0000-4000-8000-000000000001'));
  it.each([
    [{ usageLocation: 'de', country: 'France' }, 'DE'],
    [{ usageLocation: null, country: 'FR' }, 'FR'],
    [{ country: 'France' }, null],
    [{}, null],
  ])('%j lives in %j', (row, expected) => expect(facts(row).countryCode).toBe(expected));
  it('knows members and guests, and nothing else as a type', () => {
    expect(
      [
        facts({ userType: 'Guest' }),
        facts({ userType: 'Member' }),
        facts({ userType: 'Alien' }),
        facts({ userType: null }),
      ].map((one) => one.userType),
    ).toEqual(['Guest', 'Member', null, null]);
  });
  it('counts licences that were sent, and no explicit null', () => {
    expect(
      [
        facts({ assignedLicenses: [{}, {}] }),
        facts({ assignedLicenses: [] }),
        facts({ assignedLicenses: null, accountEnabled: true }),
      ].map((one) => one.licenseCount),
    ).toEqual([2, 0, null]);
  });
  it('takes blank as none, and an unreadable date as unknown', () => {
    expect(facts({ mail: ' ', createdDateTime: 'soon' })).toMatchObject({ mail: null, createdAt: null });
  });
});
