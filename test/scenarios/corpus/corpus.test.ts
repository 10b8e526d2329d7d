/** The planted corpus as a test, and the promises of its format. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judgeCorpus } from './judge.ts';
import { loadCorpus, parseFile } from './load-corpus.ts';

const cases = loadCorpus(join(import.meta.dirname, 'cases'));

describe('the planted corpus', () => {
  test('is answered without a miss', () => {
    const { misses, ...metrics } = judgeCorpus(cases);
    expect(misses).toEqual([]);
    expect(metrics).toMatchObject({ mustAskRecall: 1, bulkAcceptPrecision: 1, tenantTop1: 1, wrongAutoMatches: 0 });
  });

  test('has a name and a reason for every case, each once', () => {
    expect(cases.filter(({ why }) => why === '')).toEqual([]);
    expect(new Set(cases.map(({ kind, name }) => `${kind} ${name}`)).size).toBe(cases.length);
  });

  test('holds at least forty cases, twenty of them about tenants', () => {
    expect(cases.length).toBeGreaterThanOrEqual(40);
    expect(cases.filter(({ kind }) => kind === 'tenant').length).toBeGreaterThanOrEqual(20);
  });
});

const parse = (value: unknown) => parseFile('a.json', JSON.stringify(value));
const judge = (value: unknown) => judgeCorpus(parse(value).cases);
const contoso = {
  name: 'x',
  kind: 'tenant',
  given: {
    tenants: [{ displayName: 'Contoso', verifiedDomains: 'contoso.example' }],
    clients: [{ name: 'Contoso', websites: 'contoso.example' }, { name: 'Fabrikam' }],
  },
};

describe('the format', () => {
  test('names the file and the key that it does not know', () => {
    expect(parse({ ...contoso, given: { tenants: [{ displayNam: 'X' }] }, expect: {} }).problems).toEqual([
      'a.json: unknown key "given.tenants[0].displayNam"',
    ]);
    expect(parse({ ...contoso, expect: { stat: 'mapped' } }).problems).toEqual([
      'a.json: unknown key "expect[0].stat"',
    ]);
    expect(parse([contoso, { kind: 'client' }]).problems[1]).toBe('a.json[1]: kind must be "tenant" or "contact"');
    expect(parseFile('b.json', '{').problems[0]).toMatch(/^b\.json: not JSON/);
  });

  test('reads one expectation, a list, or one by tenant', () => {
    const expected = { state: 'autoMatched', client: 'Contoso' };
    for (const expect_ of [expected, [expected], { Contoso: expected }, { tenants: { Contoso: expected } }])
      expect(judge({ ...contoso, expect: expect_ })).toMatchObject({ misses: [], expectations: 1, tenantTop1: 1 });
  });

  test('reads the spellings of the engine and of one item instead of a list', () => {
    const given = {
      tenant: { managedTenantId: 't', displayName: 'C', domains: ['c.example'] },
      client: { clientId: 'k', website: 'c.example' },
    };
    expect(judge({ name: 'x', kind: 'tenant', given, expect: { clientId: 'k' } }).misses).toEqual([]);
  });

  test('a case that refers to nothing is an error that names the case', () => {
    expect(() => judge({ ...contoso, expect: { client: 'Nobody' } })).toThrow(
      'a.json: "x": no client "Nobody" in this case',
    );
  });
});

describe('the metrics count what they say', () => {
  test('a wrong automatic match costs precision and top-1', () => {
    const result = judge({ ...contoso, expect: { state: 'autoMatched', client: 'Fabrikam' } });
    expect(result).toMatchObject({ bulkAcceptPrecision: 0, tenantTop1: 0, wrongAutoMatches: 1 });
    expect(result.misses).toEqual([
      { case: 'x', file: 'a.json', about: 'Contoso', expected: 'client Fabrikam', got: 'client Contoso' },
    ]);
  });

  test('a question not asked costs recall', () => {
    expect(judge({ ...contoso, expect: { mustAsk: true } })).toMatchObject({ mustAskRecall: 0, wrongAutoMatches: 1 });
  });

  test('a contact that is created instead of asked about costs recall and precision', () => {
    const given = { users: [{ mail: 'ann@contoso.example', displayName: 'Ann' }] };
    expect(judge({ name: 'x', kind: 'contact', given, expect: { action: 'queue' } })).toMatchObject({
      mustAskRecall: 0,
      bulkAcceptPrecision: 0,
    });
    expect(judge({ name: 'x', kind: 'contact', given, expect: { action: 'create' } })).toMatchObject({
      misses: [],
      bulkAcceptPrecision: 1,
    });
  });

  test('nothing to measure is 1', () => {
    expect(judgeCorpus([])).toMatchObject({
      mustAskRecall: 1,
      bulkAcceptPrecision: 1,
      tenantTop1: 1,
      wrongAutoMatches: 0,
    });
  });
});
