/**
 * `/api/v1/contacts`: list, get, create, update, delete (psa.md 1.5). Search, export and stats are in
 * v1-contact-reports.ts, because the product serves them past the rate limiter.
 * Every handler checks permission first, then the input, then the row.
 */
import { ModelError, type ModelErrorKind } from './contact-addresses.ts';
import { type ContactInput, createContact, deleteContact, updateContact } from './contact-model.ts';
import {
  parseContactCreate,
  parseContactFilters,
  parseContactUpdate,
  parsePaging,
  requireUuid,
} from './contact-schema.ts';
import { contactInDetail, contactInList } from './contact-view.ts';
import { ApiError, type ApiErrorCode, listReply, singleReply } from './envelope.ts';
import { bodyOf, emptyReply } from './http.ts';
import type { ContactRow } from './rows.ts';
import { allow, type V1Context, type V1Handler } from './v1-context.ts';

const CODE_OF = {
  EMAIL_EXISTS: 'CONFLICT',
  VALIDATION_ERROR: 'VALIDATION_ERROR',
  FOREIGN_KEY_ERROR: 'BAD_REQUEST',
  NOT_FOUND: 'NOT_FOUND',
} as const satisfies Record<ModelErrorKind, ApiErrorCode>;

function asApiError(error: ModelError): ApiError {
  return new ApiError(CODE_OF[error.kind], error.message, { cause: error });
}

/** The controller's translation of the model's refusals (psa.md 1.2). */
function withModelErrors<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof ModelError ? asApiError(error) : error;
  }
}

/** contact-schema.ts has checked every key and type of the record by now. */
function asInput(checked: Record<string, unknown>): ContactInput {
  return checked as ContactInput;
}

function findContact(context: V1Context, id: string): ContactRow {
  requireUuid(id, 'contact');
  const row = context.store.contacts.find(id);
  if (!row) throw new ApiError('NOT_FOUND', 'Contact not found');
  return row;
}

export const listContacts: V1Handler = (context) => {
  allow(context, 'contact', 'read');
  const paging = parsePaging(context.request.query);
  const filters = parseContactFilters(context.request.query);
  const { rows, total } = context.store.contactQueries.list({ ...paging, filters });
  return listReply({ ...paging, filters, total, rows: rows.map((row) => contactInList(context.store, row)) });
};

export const getContact: V1Handler = (context, params) => {
  allow(context, 'contact', 'read');
  return singleReply(contactInDetail(context.store, findContact(context, params['id'] ?? '')));
};

export const postContact: V1Handler = (context) => {
  allow(context, 'contact', 'create');
  const input = parseContactCreate(bodyOf(context.request));
  const echo = context.forgetFields(input);
  const row = withModelErrors(() => createContact(context.store, asInput(input), 'v1'));
  return singleReply({ ...contactInDetail(context.store, row), ...echo }, 201);
};

export const putContact: V1Handler = (context, params) => {
  allow(context, 'contact', 'update');
  const id = findContact(context, params['id'] ?? '').contact_name_id;
  const input = parseContactUpdate(bodyOf(context.request));
  const echo = context.forgetFields(input);
  const row = withModelErrors(() => updateContact(context.store, id, { input: asInput(input), source: 'v1' }));
  return singleReply({ ...contactInDetail(context.store, row), ...echo });
};

export const removeContact: V1Handler = (context, params) => {
  allow(context, 'contact', 'delete');
  const id = findContact(context, params['id'] ?? '').contact_name_id;
  withModelErrors(() => deleteContact(context.store, id, 'v1'));
  return emptyReply(204);
};

/** `GET /clients/{id}/contacts`: the same list with the client fixed. */
export const listClientContacts: V1Handler = (context, params) => {
  allow(context, 'contact', 'read');
  const clientId = params['id'] ?? '';
  requireUuid(clientId, 'client');
  if (!context.store.clients.find(clientId)) throw new ApiError('NOT_FOUND', 'Client not found');
  const paging = parsePaging(context.request.query);
  const filters = { ...parseContactFilters(context.request.query), client_id: clientId };
  const { rows, total } = context.store.contactQueries.list({ ...paging, filters });
  return listReply({ ...paging, filters, total, rows: rows.map((row) => contactInList(context.store, row)) });
};
