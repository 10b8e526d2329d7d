/** Notices: things an operator should see even if nobody was looking when they happened. One per cause (`dedupeKey`); raising it again refreshes it. */
import type { Db } from '../database.ts';

export interface NewNotice {
  /** Names the cause, e.g. `run-failed:<managed tenant>`: the same cause is one notice. */
  readonly dedupeKey: string;
  readonly severity: 'info' | 'warning' | 'error';
  readonly title: string;
  readonly body: string;
  /** Where on screen it is dealt with. */
  readonly route: string | null;
}

export interface Notice extends NewNotice {
  readonly noticeId: string;
  readonly raisedAt: number;
}

interface NoticeRow {
  notice_id: string;
  dedupe_key: string;
  severity: Notice['severity'];
  title: string;
  body: string;
  route: string | null;
  raised_at: number;
}

interface Needs {
  readonly db: Db;
  readonly newId: () => string;
  readonly now: () => number;
}

export function noticeRepo({ db, newId, now }: Needs) {
  const isCurrent = db.prepare<[string], { n: number }>(
    'SELECT 1 AS n FROM notice WHERE dedupe_key = ? AND cleared_at IS NULL',
  );
  const put = db.prepare(`
    INSERT INTO notice (notice_id, dedupe_key, severity, title, body, route, raised_at)
    VALUES (@noticeId, @dedupeKey, @severity, @title, @body, @route, @raisedAt)
    ON CONFLICT (dedupe_key) DO UPDATE SET severity = excluded.severity, title = excluded.title, body = excluded.body,
      route = excluded.route, raised_at = excluded.raised_at, cleared_at = NULL`);
  const clear = db.prepare<[number, string]>(
    'UPDATE notice SET cleared_at = ? WHERE dedupe_key = ? AND cleared_at IS NULL',
  );
  const current = db.prepare<[], NoticeRow>(
    'SELECT * FROM notice WHERE cleared_at IS NULL ORDER BY raised_at DESC, notice_key DESC',
  );
  return {
    /** True when this cause was not shown already: the moment to notify. */
    raise(notice: NewNotice): boolean {
      return db.transaction(() => {
        const wasCurrent = isCurrent.get([notice.dedupeKey]) !== undefined;
        put.run({ ...notice, noticeId: newId(), raisedAt: now() });
        return !wasCurrent;
      });
    },
    clear: (dedupeKey: string): boolean => clear.run([now(), dedupeKey]).changes === 1,
    /** Newest first. */
    listCurrent: (): Notice[] => current.all([]).map(fromRow),
  };
}

function fromRow(row: NoticeRow): Notice {
  return {
    noticeId: row.notice_id,
    dedupeKey: row.dedupe_key,
    severity: row.severity,
    title: row.title,
    body: row.body,
    route: row.route,
    raisedAt: row.raised_at,
  };
}
