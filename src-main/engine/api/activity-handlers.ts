/** The audit log over the contract. */
import type { AuditEventView } from '../../../shared/contract/activity-entries.ts';
import type { AuditEvent } from '../store/repos/audit-repo.ts';
import type { SyncContext } from '../sync/context.ts';
import type { ContractImplementer } from './implementer.ts';
import { fitsSearch, pageOf } from './paging.ts';

function text(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function eventView(event: AuditEvent): AuditEventView {
  const detail = (event.detail ?? {}) as { shown?: unknown; chosen?: unknown; answered?: unknown };
  return {
    seq: event.seq,
    at: event.at,
    operator: event.actor,
    action: event.kind,
    subject: `${event.subjectKind} ${event.subjectId}`,
    shown: text(detail.shown),
    chosen: text(detail.chosen),
    answered: text(detail.answered),
    hash: event.hash,
  };
}

const columns = ['seq', 'at', 'actor', 'kind', 'subjectKind', 'subjectId', 'detail', 'prevHash', 'hash'] as const;

/** Quotes every cell; a leading formula sign is defused, because exports are opened in spreadsheets. */
function csvCell(value: unknown): string {
  const plain = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
  return `"${safe.replaceAll('"', '""')}"`;
}

function exportText(events: readonly AuditEvent[], format: 'csv' | 'json'): string {
  if (format === 'json') return JSON.stringify(events, null, 2);
  return [columns.join(','), ...events.map((event) => columns.map((column) => csvCell(event[column])).join(','))].join(
    '\r\n',
  );
}

export function activityHandlers(os: ContractImplementer, ctx: SyncContext) {
  const entries = os.activity;
  return {
    list: entries.list.handler(({ input }) => {
      if (input.search === '') {
        const page = ctx.store.audit.page({ kind: null, subjectKind: null, subjectId: null }, input);
        return { rows: page.rows.map(eventView), total: page.total };
      }
      const found = [...ctx.store.audit.iterate()]
        .map(eventView)
        .filter((event) =>
          fitsSearch(input.search, [
            event.operator,
            event.action,
            event.subject,
            event.shown,
            event.chosen,
            event.answered,
          ]),
        );
      return { rows: pageOf(found.reverse(), input), total: found.length };
    }),
    verify: entries.verify.handler(() => {
      const verdict = ctx.store.audit.verify();
      return verdict.kind === 'intact'
        ? {
            isIntact: true,
            events: verdict.events,
            brokenAtSeq: null,
            sentence: `All ${verdict.events} events fit together.`,
          }
        : { isIntact: false, events: verdict.seq - 1, brokenAtSeq: verdict.seq, sentence: verdict.sentence };
    }),
    export: entries.export.handler(({ input }) => {
      const events = [...ctx.store.audit.iterate()];
      return { text: exportText(events, input.format), events: events.length };
    }),
  };
}
