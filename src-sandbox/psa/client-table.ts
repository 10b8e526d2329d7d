/**
 * The `clients` table: names unique as written (case-sensitive), look-up by id. Guarantees only what the database does.
 */
import type { ClientRow } from './rows.ts';

export type ClientTable = ReturnType<typeof createClientTable>;

export class ClientConstraint extends Error {
  constructor() {
    super('duplicate key value violates unique constraint "clients_tenant_client_name_unique"');
    this.name = 'ClientConstraint';
  }
}

export function createClientTable() {
  const rows = new Map<string, ClientRow>();
  const byName = new Map<string, string>();

  function checkName(row: ClientRow): void {
    const owner = byName.get(row.client_name);
    if (owner !== undefined && owner !== row.client_id) throw new ClientConstraint();
  }

  return {
    get size(): number {
      return rows.size;
    },
    all: (): IterableIterator<ClientRow> => rows.values(),
    find: (id: string): ClientRow | null => rows.get(id) ?? null,
    nameOf: (id: string | null): string | null => (id === null ? null : (rows.get(id)?.client_name ?? null)),

    insert(row: ClientRow): void {
      checkName(row);
      rows.set(row.client_id, row);
      byName.set(row.client_name, row.client_id);
    },

    replace(row: ClientRow): void {
      const before = rows.get(row.client_id);
      if (!before) throw new Error(`no client ${row.client_id}`);
      checkName(row);
      byName.delete(before.client_name);
      byName.set(row.client_name, row.client_id);
      rows.set(row.client_id, row);
    },

    remove(id: string): void {
      const before = rows.get(id);
      if (!before) return;
      byName.delete(before.client_name);
      rows.delete(id);
    },
  };
}
