/**
 * Contact links: which contact stands for which directory user. One link per identity and one active link per contact; a
 * second claim on a contact is answered with the link that holds it, never stored over it.
 */
import {
  asId,
  type ClientId,
  type ContactId,
  type EntraObjectId,
  type EntraTenantId,
} from '../../../../shared/vocabulary/ids.ts';
import type { LinkStatus } from '../../../../shared/vocabulary/states.ts';
import type { ContactLink } from '../../domain/contact-link.ts';
import type { Db } from '../database.ts';
import { flag } from '../list-query.ts';

/** Names one directory user for good: addresses change, this does not. */
export interface DirectoryIdentity {
  readonly entraTenantId: EntraTenantId;
  readonly entraObjectId: EntraObjectId;
}

export type SaveLinkOutcome =
  | { readonly kind: 'saved' }
  /** The contact already stands for somebody else; nothing was stored. */
  | { readonly kind: 'contactTaken'; readonly by: ContactLink };

interface LinkRow {
  entra_tenant_id: string;
  entra_object_id: string;
  contact_id: string;
  client_id: string;
  status: LinkStatus;
  origin: ContactLink['origin'];
  inactivated_by_us: number;
  last_address: string | null;
  linked_at: number;
}

export function contactLinkRepo(db: Db, now: () => number) {
  const byIdentity = db.prepare<[string, string], LinkRow>(
    'SELECT * FROM contact_link WHERE entra_tenant_id = ? AND entra_object_id = ?',
  );
  const activeOf = db.prepare<[string], LinkRow>(
    `SELECT * FROM contact_link WHERE contact_id = ? AND status = 'active'`,
  );
  const ofContact = db.prepare<[string], LinkRow>(
    'SELECT * FROM contact_link WHERE contact_id = ? ORDER BY linked_at DESC',
  );
  const ofClient = db.prepare<[string], LinkRow>('SELECT * FROM contact_link WHERE client_id = ?');
  const all = db.prepare<[], LinkRow>('SELECT * FROM contact_link ORDER BY entra_tenant_id, entra_object_id');
  const put = db.prepare(`
    INSERT INTO contact_link (entra_tenant_id, entra_object_id, contact_id, client_id, status, origin, inactivated_by_us,
      last_address, linked_at, updated_at)
    VALUES (@entraTenantId, @entraObjectId, @contactId, @clientId, @status, @origin, @inactivatedByUs,
      @lastAddress, @linkedAt, @updatedAt)
    ON CONFLICT (entra_tenant_id, entra_object_id) DO UPDATE SET contact_id = excluded.contact_id,
      client_id = excluded.client_id, status = excluded.status, origin = excluded.origin,
      inactivated_by_us = excluded.inactivated_by_us, last_address = excluded.last_address,
      linked_at = excluded.linked_at, updated_at = excluded.updated_at`);
  const putStatus = db.prepare<[LinkStatus, 0 | 1, number, string, string]>(`
    UPDATE contact_link SET status = ?, inactivated_by_us = ?, updated_at = ?
    WHERE entra_tenant_id = ? AND entra_object_id = ?`);
  const remove = db.prepare<[string, string]>(
    'DELETE FROM contact_link WHERE entra_tenant_id = ? AND entra_object_id = ?',
  );

  function findActiveByContact(contactId: ContactId): ContactLink | null {
    const row = activeOf.get([contactId]);
    return row ? fromRow(row) : null;
  }

  return {
    find({ entraTenantId, entraObjectId }: DirectoryIdentity): ContactLink | null {
      const row = byIdentity.get([entraTenantId, entraObjectId]);
      return row ? fromRow(row) : null;
    },
    findActiveByContact,
    /** Every link the contact ever had that is still stored, newest first. */
    listByContact: (contactId: ContactId): ContactLink[] => ofContact.all([contactId]).map(fromRow),
    listByClient: (clientId: ClientId): ContactLink[] => ofClient.all([clientId]).map(fromRow),
    /** Every link, for planning. */
    list: (): ContactLink[] => all.all([]).map(fromRow),
    /** Safe to repeat: a directory user has one link, the last save wins. */
    save(link: ContactLink): SaveLinkOutcome {
      return db.transaction(() => {
        const holder = link.status === 'active' ? findActiveByContact(link.contactId) : null;
        if (holder && !isSameIdentity(holder, link)) return { kind: 'contactTaken', by: holder };
        put.run(toRow(link, now()));
        return { kind: 'saved' };
      });
    },
    /** `inactivatedByUs` is the licence to reactivate later; see `ContactLink`. */
    setStatus(identity: DirectoryIdentity, status: LinkStatus, inactivatedByUs: boolean): void {
      putStatus.run([status, flag(inactivatedByUs), now(), identity.entraTenantId, identity.entraObjectId]);
    },
    /** For undo of a link that we made; the journal keeps what it was. */
    remove: ({ entraTenantId, entraObjectId }: DirectoryIdentity): void =>
      void remove.run([entraTenantId, entraObjectId]),
  };
}

function isSameIdentity(left: DirectoryIdentity, right: DirectoryIdentity): boolean {
  return left.entraTenantId === right.entraTenantId && left.entraObjectId === right.entraObjectId;
}

function toRow(link: ContactLink, updatedAt: number): Record<string, string | number | null> {
  const { entraTenantId, entraObjectId, contactId, clientId, status, origin, lastAddress, linkedAt } = link;
  const inactivatedByUs = flag(link.inactivatedByUs);
  return {
    entraTenantId,
    entraObjectId,
    contactId,
    clientId,
    status,
    origin,
    lastAddress,
    linkedAt,
    inactivatedByUs,
    updatedAt,
  };
}

function fromRow(row: LinkRow): ContactLink {
  return {
    entraTenantId: asId(row.entra_tenant_id),
    entraObjectId: asId(row.entra_object_id),
    contactId: asId(row.contact_id),
    clientId: asId(row.client_id),
    status: row.status,
    origin: row.origin,
    inactivatedByUs: row.inactivated_by_us === 1,
    lastAddress: row.last_address,
    linkedAt: row.linked_at,
  };
}
