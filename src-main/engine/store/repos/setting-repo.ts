/** Settings by name, as JSON. Values are parsed by whoever owns the setting; a value that does not parse there is an error, never a default. */
import type { Db } from '../database.ts';

export function settingRepo(db: Db, now: () => number) {
  const find = db.prepare<[string], { value: string }>('SELECT value FROM setting WHERE name = ?');
  const put = db.prepare<[string, string, number]>(`
    INSERT INTO setting (name, value, updated_at) VALUES (?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`);
  const remove = db.prepare<[string]>('DELETE FROM setting WHERE name = ?');
  return {
    /** The stored JSON value, or null when never set. */
    get(name: string): unknown {
      const row = find.get([name]);
      return row ? JSON.parse(row.value) : null;
    },
    set(name: string, value: unknown): void {
      put.run([name, JSON.stringify(value), now()]);
    },
    remove(name: string): void {
      remove.run([name]);
    },
  };
}
