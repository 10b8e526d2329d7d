/** Reading a list that moves, against a list in memory with v1's offset pages. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../http/log.ts';
import { readWholeList } from './read-pages.ts';
import type { ListRoute } from './v1-routes.ts';

type Row = { readonly id: string; readonly createdAt: number };

/** Offset pages over rows sorted by id; `beforePage` may change the rows, as other people do. */
function movingList(rows: Row[], beforePage: (page: number, rows: Row[]) => void = () => undefined) {
  let most = 0;
  let inFlight = 0;
  const route: ListRoute<Row> = {
    async page(page, filters) {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((resolve) => setTimeout(resolve, 1));
      inFlight -= 1;
      beforePage(page, rows);
      const from = typeof filters['created_from'] === 'string' ? Date.parse(filters['created_from']) : 0;
      const sorted = rows.filter((row) => row.createdAt >= from).sort((a, b) => (a.id < b.id ? -1 : 1));
      return { rows: sorted.slice((page - 1) * 100, page * 100), total: sorted.length, answeredAt: null };
    },
    find: async () => null,
  };
  return { route, mostInFlight: () => most };
}

const row = (id: number, createdAt = 0): Row => ({ id: String(id).padStart(8, '0'), createdAt });

async function readIds(route: ListRoute<Row>): Promise<string[]> {
  const ids: string[] = [];
  const { signal } = new AbortController();
  const read = { route, idOf: (item: Row) => item.id, toItem: (item: Row) => item, filters: {}, signal };
  for await (const page of readWholeList({ ...read, log: silentLog, now: Date.now })) {
    ids.push(...page.rows.map((item) => item.id));
  }
  return ids;
}

describe('reading a whole list', () => {
  it('keeps four pages in flight and yields them in order', async () => {
    const { route, mostInFlight } = movingList(Array.from({ length: 1500 }, (_, index) => row(index)));
    const ids = await readIds(route);
    expect(ids).toEqual([...ids].sort((a, b) => (a < b ? -1 : 1)));
    expect(ids).toHaveLength(1500);
    expect(mostInFlight()).toBe(4);
  });

  it('never loses a row that stays, and yields none twice, whatever is created and deleted meanwhile', async () => {
    const change = fc.record({
      atPage: fc.integer({ min: 1, max: 8 }),
      create: fc.array(fc.integer({ min: 0, max: 10_000 }), { maxLength: 20 }),
      drop: fc.array(fc.integer({ min: 0, max: 799 }), { maxLength: 20 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 6 }), async (changes) => {
        const rows = Array.from({ length: 800 }, (_, index) => row(index * 10));
        const waiting = [...changes];
        const { route } = movingList(rows, (page, living) => {
          const due = waiting.findIndex((entry) => entry.atPage === page);
          const [next] = due === -1 ? [] : waiting.splice(due, 1);
          for (const index of next?.drop ?? []) living.splice(index % Math.max(1, living.length), 1);
          for (const id of next?.create ?? []) {
            const fresh = row(id * 10 + 5, Date.now());
            if (!living.some((item) => item.id === fresh.id)) living.push(fresh);
          }
        });
        const ids = await readIds(route).catch((error: Error & { code: string }) => {
          expect(error.code).toBe('psa.responseInvalid');
          return null;
        });
        if (ids === null) return;
        expect(new Set(ids).size).toBe(ids.length);
        const old = rows.filter((item) => item.createdAt === 0).map((item) => item.id);
        expect(old.filter((id) => !ids.includes(id))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('says so when the list never holds still', async () => {
    let shown = 150;
    const route: ListRoute<Row> = {
      async page() {
        shown += 1;
        return { rows: [row(1)], total: shown, answeredAt: null };
      },
      find: async () => null,
    };
    await expect(readIds(route)).rejects.toMatchObject({ code: 'psa.responseInvalid' });
  });
});
