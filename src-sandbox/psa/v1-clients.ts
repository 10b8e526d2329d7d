/**
 * `/api/v1/clients` (psa.md 1.6). Lax where contacts are strict: keys vanish silently, and three keys that look harmless
 * turn an update into a 500 because their columns are gone.
 */
import { type ClientInput, createClient, deleteClient, updateClient } from './client-model.ts';
import { listClients } from './client-query.ts';
import { COLUMNLESS_KEYS, parseClientCreate, parseClientUpdate } from './client-schema.ts';
import { parsePaging, requireUuid } from './contact-schema.ts';
import { ApiError, listReply, singleReply, unknownColumn } from './envelope.ts';
import { bodyOf, emptyReply, jsonReply } from './http.ts';
import type { ClientRow } from './rows.ts';
import { allow, type V1Context, type V1Handler } from './v1-context.ts';

function clientView(row: ClientRow): Record<string, unknown> {
  return { ...row, account_manager_full_name: null, logoUrl: null };
}

function findClient(context: V1Context, id: string): ClientRow {
  requireUuid(id, 'client');
  const row = context.store.clients.find(id);
  if (!row) throw new ApiError('NOT_FOUND', 'Client not found');
  return row;
}

/** client-schema.ts has checked the record; only keys with a column are left in it. */
function asInput(checked: Record<string, unknown>): ClientInput {
  return checked as ClientInput;
}

export const getClients: V1Handler = (context) => {
  allow(context, 'client', 'read');
  const paging = parsePaging(context.request.query);
  const page = listClients(context.store, { ...paging, query: context.request.query });
  return listReply({ ...paging, filters: page.filters, total: page.total, rows: page.rows.map(clientView) });
};

export const getClient: V1Handler = (context, params) => {
  allow(context, 'client', 'read');
  return singleReply(clientView(findClient(context, params['id'] ?? '')));
};

export const postClient: V1Handler = (context) => {
  allow(context, 'client', 'create');
  const input = parseClientCreate(bodyOf(context.request));
  for (const key of COLUMNLESS_KEYS) delete input[key];
  const echo = context.forgetFields(input);
  return singleReply({ ...clientView(createClient(context.store, asInput(input), 'v1')), ...echo }, 201);
};

export const putClient: V1Handler = (context, params) => {
  allow(context, 'client', 'update');
  const { client_id: id } = findClient(context, params['id'] ?? '');
  const input = parseClientUpdate(bodyOf(context.request));
  if (COLUMNLESS_KEYS.some((key) => key in input)) throw unknownColumn();
  const echo = context.forgetFields(input);
  return singleReply({
    ...clientView(updateClient(context.store, id, { input: asInput(input), source: 'v1' })),
    ...echo,
  });
};

export const removeClient: V1Handler = (context, params) => {
  allow(context, 'client', 'delete');
  const { client_id: id } = findClient(context, params['id'] ?? '');
  deleteClient(context.store, id, 'v1');
  return emptyReply(204);
};

/** The sandbox seeds no locations. */
export const getClientLocations: V1Handler = (context, params) => {
  allow(context, 'client', 'read');
  findClient(context, params['id'] ?? '');
  return jsonReply(200, { data: [] });
};

export const clientStats: V1Handler = (context) => {
  allow(context, 'client', 'read');
  const byCycle: Record<string, number> = {};
  const byType: Record<string, number> = {};
  const rows = [...context.store.clients.all()];
  for (const row of rows) {
    if (row.billing_cycle) byCycle[row.billing_cycle] = (byCycle[row.billing_cycle] ?? 0) + 1;
    if (row.client_type) byType[row.client_type] = (byType[row.client_type] ?? 0) + 1;
  }
  return singleReply({
    total_clients: rows.length,
    active_clients: rows.filter((row) => !row.is_inactive).length,
    inactive_clients: rows.filter((row) => row.is_inactive).length,
    clients_by_billing_cycle: byCycle,
    clients_by_client_type: byType,
    total_credit_balance: 0,
    average_credit_balance: 0,
  });
};
