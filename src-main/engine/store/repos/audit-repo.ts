/**
 * The audit log: who did what, what was shown, chosen and answered. Append-only; each event carries the hash of the one
 * before, so a changed, missing or inserted byte is found and named. The hash is sha256 over the canonical JSON (keys sorted,
 * no white space) of `actor, at, detail, kind, prevHash, seq, subjectId, subjectKind`, which a small script can repeat.
 */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonical-json.ts';
import type { Db } from '../database.ts';
import { listOf, listPage, type Page, type PageRequest } from '../list-query.ts';

export interface NewAuditEvent {
  /** The operator, or `concord` for what happened by schedule. */
  readonly actor: string;
  /** `mapping.confirmed`, `queue.resolved`, `run.finished` … */
  readonly kind: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  /** Shown, chosen, answered; never a secret. */
  readonly detail: unknown;
}

export interface AuditEvent extends NewAuditEvent {
  readonly seq: number;
  readonly at: number;
  readonly prevHash: string;
  readonly hash: string;
}

export type AuditVerdict =
  | { readonly kind: 'intact'; readonly events: number; readonly lastHash: string }
  /** `seq` is the first event that does not fit; the sentence says how. */
  | { readonly kind: 'broken'; readonly seq: number; readonly sentence: string };

export interface AuditFilter {
  readonly kind: string | null;
  readonly subjectKind: string | null;
  readonly subjectId: string | null;
}

interface AuditRow {
  seq: number;
  at: number;
  actor: string;
  kind: string;
  subject_kind: string;
  subject_id: string;
  detail: string;
  prev_hash: string;
  hash: string;
}

/** What the first event points back to. */
export const FIRST_PREV_HASH = '0'.repeat(64);
const CHUNK = 1000;

export function auditRepo(db: Db, now: () => number) {
  const last = db.prepare<[], { seq: number; hash: string }>(
    'SELECT seq, hash FROM audit_event ORDER BY seq DESC LIMIT 1',
  );
  const add = db.prepare(`
    INSERT INTO audit_event (seq, at, actor, kind, subject_kind, subject_id, detail, prev_hash, hash)
    VALUES (@seq, @at, @actor, @kind, @subject_kind, @subject_id, @detail, @prev_hash, @hash)`);
  const chunk = db.prepare<[number], AuditRow>(`SELECT * FROM audit_event WHERE seq > ? ORDER BY seq LIMIT ${CHUNK}`);
  const highest = db.prepare<[], { seq: number }>(`SELECT seq FROM sqlite_sequence WHERE name = 'audit_event'`);

  function* rows(): Generator<AuditRow> {
    for (let found = chunk.all([0]); found.length > 0; found = chunk.all([found.at(-1)?.seq ?? 0])) yield* found;
  }

  return {
    append(event: NewAuditEvent): AuditEvent {
      return db.transaction(() => {
        const before = last.get([]);
        const unsigned = {
          seq: (before?.seq ?? 0) + 1,
          at: now(),
          actor: event.actor,
          kind: event.kind,
          subject_kind: event.subjectKind,
          subject_id: event.subjectId,
          detail: canonicalJson(event.detail),
          prev_hash: before?.hash ?? FIRST_PREV_HASH,
        };
        const row: AuditRow = { ...unsigned, hash: hashOf(unsigned) };
        add.run({ ...row });
        return fromRow(row);
      });
    },
    /** Newest first. */
    page(filter: AuditFilter, request: PageRequest): Page<AuditEvent> {
      const { kind, subjectKind, subjectId } = filter;
      const page = listPage<AuditRow>(
        db,
        {
          ...listOf('audit_event', 'seq', ['seq']),
          isDescending: true,
          equals: { kind, subject_kind: subjectKind, subject_id: subjectId },
        },
        request,
      );
      return { ...page, rows: page.rows.map(fromRow) };
    },
    /** Every event, oldest first, for export. */
    *iterate(): Generator<AuditEvent> {
      for (const row of rows()) yield fromRow(row);
    },
    /** Recomputes the whole chain and names the first event that does not fit, a cut-off tail included. */
    verify(): AuditVerdict {
      let seq = 0;
      let prevHash = FIRST_PREV_HASH;
      for (const row of rows()) {
        if (row.seq !== seq + 1)
          return { kind: 'broken', seq: seq + 1, sentence: `Event ${seq + 1} is missing; the next one is ${row.seq}.` };
        if (row.prev_hash !== prevHash)
          return { kind: 'broken', seq: row.seq, sentence: `Event ${row.seq} does not follow on the one before it.` };
        if (row.hash !== hashOf(row))
          return { kind: 'broken', seq: row.seq, sentence: `Event ${row.seq} was changed after it was written.` };
        seq = row.seq;
        prevHash = row.hash;
      }
      const written = highest.get([])?.seq ?? 0;
      if (written > seq)
        return { kind: 'broken', seq: seq + 1, sentence: `Events ${seq + 1} to ${written} were cut off at the end.` };
      return { kind: 'intact', events: seq, lastHash: prevHash };
    },
  };
}

/** `detail` is canonical JSON already and enters the hashed text as it is stored, so that any changed byte shows. */
function hashOf(row: Omit<AuditRow, 'hash'>): string {
  const text = (value: string): string => JSON.stringify(value);
  const hashed = `{"actor":${text(row.actor)},"at":${row.at},"detail":${row.detail},"kind":${text(row.kind)},"prevHash":${text(row.prev_hash)},"seq":${row.seq},"subjectId":${text(row.subject_id)},"subjectKind":${text(row.subject_kind)}}`;
  return createHash('sha256').update(hashed).digest('hex');
}

function fromRow(row: AuditRow): AuditEvent {
  return {
    seq: row.seq,
    at: row.at,
    actor: row.actor,
    kind: row.kind,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    detail: JSON.parse(row.detail),
    prevHash: row.prev_hash,
    hash: row.hash,
  };
}
