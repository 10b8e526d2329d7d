/**
 * Judges the engine's answers against the right ones written in the cases. Knows what "asked" and "bulk-acceptable" mean,
 * and nothing about why; every difference is a miss with both sides in it.
 */
import type { ChangeAction } from '../../../shared/vocabulary/states.ts';
import type { PlannedChange } from '../../../src-main/engine/domain/planned-change.ts';
import type { TenantMatch } from '../../../src-main/engine/domain/tenant-match/tenant-match.ts';
import { answerContacts, type ContactAnswers } from './answer-contacts.ts';
import { answerTenants, type TenantAnswers } from './answer-tenants.ts';
import type { ContactCase, ContactExpectation, CorpusCase, TenantCase, TenantExpectation } from './format.ts';

export interface Miss {
  readonly case: string;
  readonly file: string;
  /** The tenant or user the expectation is about. */
  readonly about: string;
  readonly expected: string;
  readonly got: string;
}

export interface Judgement {
  readonly mustAskRecall: number;
  readonly bulkAcceptPrecision: number;
  readonly tenantTop1: number;
  readonly wrongAutoMatches: number;
  readonly misses: readonly Miss[];
  readonly cases: number;
  readonly expectations: number;
}

/** One answer, reduced to what the metrics count. */
interface Verdict {
  readonly mustAsk: boolean;
  readonly asked: boolean;
  readonly isBulk: boolean;
  readonly isRight: boolean;
  /** Null where no client is right, or the case is about contacts. */
  readonly top1: boolean | null;
  readonly isWrongAutoMatch: boolean;
  readonly misses: readonly Miss[];
}

/** The metrics over all cases; a metric with nothing to measure is 1. */
export function judgeCorpus(cases: readonly CorpusCase[]): Judgement {
  const verdicts = cases.flatMap((one) => (one.kind === 'tenant' ? judgeTenantCase(one) : judgeContactCase(one)));
  const share = (of: readonly Verdict[], good: (verdict: Verdict) => boolean): number =>
    of.length === 0 ? 1 : of.filter(good).length / of.length;
  return {
    mustAskRecall: share(
      verdicts.filter(({ mustAsk }) => mustAsk),
      ({ asked }) => asked,
    ),
    bulkAcceptPrecision: share(
      verdicts.filter(({ isBulk }) => isBulk),
      ({ isRight }) => isRight,
    ),
    tenantTop1: share(
      verdicts.filter(({ top1 }) => top1 !== null),
      ({ top1 }) => top1 === true,
    ),
    wrongAutoMatches: verdicts.filter(({ isWrongAutoMatch }) => isWrongAutoMatch).length,
    misses: verdicts.flatMap(({ misses }) => misses),
    cases: cases.length,
    expectations: verdicts.length,
  };
}

/** A difference between a key of the expectation and the answer. */
interface Difference {
  readonly expected: string;
  readonly got: string;
}

function compare(name: string, expected: unknown, got: unknown): Difference[] {
  if (expected === undefined || expected === got) return [];
  return [{ expected: `${name} ${show(expected)}`, got: `${name} ${show(got)}` }];
}

function show(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  return Array.isArray(value) ? value.join(', ') || 'none' : String(value);
}

function judgeTenantCase(one: TenantCase): Verdict[] {
  const answers = within(one, () => answerTenants(one.given));
  const [first] = answers.matches.keys();
  return one.expect.map((expectation) =>
    within(one, () =>
      judgeTenant(one, expectation, {
        answers,
        id: expectation.tenant ? answers.tenants.find(expectation.tenant) : (first ?? ''),
      }),
    ),
  );
}

function judgeTenant(
  one: TenantCase,
  expectation: TenantExpectation,
  { answers, id }: { readonly answers: TenantAnswers; readonly id: string },
): Verdict {
  const match = answers.matches.get(id);
  if (!match) throw new Error(`no tenant "${id}" to judge`);
  const client = expectation.client == null ? expectation.client : answers.clients.find(expectation.client);
  const asked = match.state === 'needsReview';
  const mustAsk =
    expectation.mustAsk ?? (expectation.state === undefined ? asked : expectation.state === 'needsReview');
  const isBulk = match.state === 'autoMatched';
  const isRight =
    isBulk &&
    !mustAsk &&
    (expectation.state ?? 'autoMatched') === 'autoMatched' &&
    (client === undefined || client === match.clientId);
  const lead = match.candidates[0]?.clientId ?? null;
  const differences = [
    ...compare('state', expectation.state, match.state),
    ...compare('mustAsk', expectation.mustAsk, asked),
    ...clientDifferences(match, client),
    ...compare('contradicted', expectation.contradicted, match.contradiction !== null),
    ...missing('caution', expectation.cautions, match.cautions),
  ];
  return {
    mustAsk,
    asked,
    isBulk,
    isRight,
    top1: client == null || match.state === 'mapped' ? null : lead === client,
    isWrongAutoMatch: isBulk && !isRight,
    misses: differences.map((difference) => ({ case: one.name, file: one.file, about: id, ...difference })),
  };
}

/** `client` means the answer where there is one, and the first candidate where an operator chooses. */
function clientDifferences(match: TenantMatch, client: string | null | undefined): Difference[] {
  if (match.state === 'autoMatched' || match.state === 'mapped') return compare('client', client, match.clientId);
  return client === null ? [] : compare('first candidate', client, match.candidates[0]?.clientId ?? null);
}

function missing(name: string, expected: readonly string[] | undefined, got: readonly string[]): Difference[] {
  const absent = (expected ?? []).filter((item) => !got.includes(item));
  return absent.length === 0 ? [] : [{ expected: `${name} ${absent.join(', ')}`, got: `${name} ${show(got)}` }];
}

const bulkActions: ReadonlySet<ChangeAction> = new Set(['create', 'link', 'update', 'inactivate']);

function judgeContactCase(one: ContactCase): Verdict[] {
  const answers = within(one, () => answerContacts(one.given));
  const [first] = answers.changes.keys();
  return one.expect.map((expectation) =>
    within(one, () =>
      judgeContact(one, expectation, {
        answers,
        id: expectation.user ? answers.users.find(expectation.user) : (first ?? ''),
      }),
    ),
  );
}

function judgeContact(
  one: ContactCase,
  expectation: ContactExpectation,
  { answers, id }: { readonly answers: ContactAnswers; readonly id: string },
): Verdict {
  const row = answers.changes.get(id);
  const words = expectation.contact === undefined ? expectation.contactId : expectation.contact;
  const contact = words == null ? words : answers.contacts.find(words);
  const asked = row !== undefined && (row.action === 'queue' || row.hold !== null);
  const mustAsk = expectation.mustAsk ?? (expectation.action === 'queue' || expectation.held === true);
  const isBulk = row !== undefined && row.hold === null && bulkActions.has(row.action);
  const isSameAction = expectation.action === undefined || expectation.action === row?.action;
  const isRight = isBulk && !mustAsk && isSameAction && (contact === undefined || contact === row.contactId);
  const differences = row
    ? rowDifferences(
        row,
        { ...expectation, contact, mustAsk: expectation.mustAsk === undefined ? undefined : mustAsk },
        asked,
      )
    : [{ expected: expectation.action ?? 'a row', got: 'no row in the plan' }];
  return {
    mustAsk,
    asked,
    isBulk,
    isRight,
    top1: null,
    isWrongAutoMatch: false,
    misses: differences.map((difference) => ({ case: one.name, file: one.file, about: id, ...difference })),
  };
}

type Resolved = { readonly [Key in keyof ContactExpectation]: ContactExpectation[Key] | undefined };

function rowDifferences(row: PlannedChange, expected: Resolved, asked: boolean): Difference[] {
  const fields = [...new Set(row.fields.map(({ field }) => field))].sort().join(', ');
  const chosen = row.action === 'queue' ? (row.candidates[0]?.contactId ?? null) : row.contactId;
  return [
    ...compare('action', expected.action, row.action),
    ...compare('reason', expected.reason, row.reason),
    ...compare('exclusion', expected.exclusion, row.exclusion),
    ...compare('contact', expected.contact, chosen),
    ...compare('mustAsk', expected.mustAsk, asked),
    ...compare('fields', expected.fields === undefined ? undefined : [...expected.fields].sort().join(', '), fields),
    ...compare('held', expected.held, row.hold !== null),
  ];
}

/** Errors in a case name the case: a reference that leads nowhere is the case's mistake, not the engine's. */
function within<Result>(one: CorpusCase, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw new Error(`${one.file}: "${one.name}": ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
