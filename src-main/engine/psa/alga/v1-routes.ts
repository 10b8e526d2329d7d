/**
 * The v1 routes of clients and contacts that Concord uses, one function each, answers parsed. Lists are asked for in the
 * only safe order: by id, which no write changes and no two rows share (`contracts/psa.md` 1.3). `search` and `export`
 * are never used: one has no pages, the other leaves inactive contacts out.
 */
import type { z } from 'zod';
import type { HttpResponse } from '../../http/http-types.ts';
import { type ClientRow, type ContactRow, clientRow, contactRow, listOf, singleOf } from './answers.ts';
import { parseAnswer, readFailure, throwIfConnectionRefused } from './refusals.ts';
import type { Query, V1Client } from './v1-client.ts';

export const CONTACTS = '/api/v1/contacts';
export const CLIENTS = '/api/v1/clients';
/** The server refuses 101. */
export const PAGE_SIZE = 100;

export interface RowPage<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
  /** The server's own time of this answer (its Date header), epoch ms. */
  readonly answeredAt: number | null;
}

export interface ListRoute<Row> {
  /** `page` counts from 1. */
  page(page: number, filters: Query, signal: AbortSignal): Promise<RowPage<Row>>;
  /** Null: the PSA has no such row (any more). */
  find(id: string, signal: AbortSignal): Promise<Row | null>;
}

interface RouteShape<Row> {
  readonly path: string;
  readonly row: z.ZodType<Row>;
  readonly idColumn: string;
}

function listRoute<Row>(v1: V1Client, { path, row, idColumn }: RouteShape<Row>): ListRoute<Row> {
  const list = listOf(row);
  const single = singleOf(row);
  return {
    async page(page, filters, signal) {
      const query = { ...filters, page, limit: PAGE_SIZE, sort: idColumn, order: 'asc' };
      const response = await v1.get(path, query, signal);
      const { data, pagination } = parseRead(response, list);
      return { rows: data, total: pagination.total, answeredAt: answeredAt(response) };
    },
    async find(id, signal) {
      const response = await v1.get(`${path}/${encodeURIComponent(id)}`, {}, signal);
      throwIfConnectionRefused(response);
      if (response.status === 404) return null;
      return parseRead(response, single).data;
    },
  };
}

export function contactRoute(v1: V1Client): ListRoute<ContactRow> {
  return listRoute(v1, { path: CONTACTS, row: contactRow, idColumn: 'contact_name_id' });
}

export function clientRoute(v1: V1Client): ListRoute<ClientRow> {
  return listRoute(v1, { path: CLIENTS, row: clientRow, idColumn: 'client_id' });
}

function answeredAt(response: HttpResponse): number | null {
  const at = Date.parse(response.headers['date'] ?? '');
  return Number.isNaN(at) ? null : at;
}

function parseRead<Value>(response: HttpResponse, schema: z.ZodType<Value>): Value {
  throwIfConnectionRefused(response);
  if (response.status < 200 || response.status > 299) throw readFailure(response);
  return parseAnswer(response, schema);
}

/** Every row that the filters let through, all pages; for small answers such as "who has this address". */
export async function listAll<Row>(
  route: ListRoute<Row>,
  filters: Query,
  signal: AbortSignal,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await route.page(page, filters, signal);
    rows.push(...answer.rows);
    if (answer.rows.length < PAGE_SIZE || rows.length >= answer.total) return rows;
  }
}
