/**
 * Which accounts are shared, room or equipment mailboxes. Only rows that name their own type count, whatever was asked for,
 * so a CIPP that ignores a filter cannot turn everybody into a shared mailbox. Not offered, not permitted or odd means
 * unknown: never "user", because an unknown shared mailbox would then look like a person who was disabled.
 */
import { type EntraTenantId, isGuid } from '../../../../shared/vocabulary/ids.ts';
import type { MailboxKind } from '../../domain/directory-user.ts';
import { EngineError, toEngineError } from '../../domain/engine-error.ts';
import type { Log } from '../../http/log.ts';
import { mailboxRow } from './answers.ts';
import type { CippClient } from './cipp-client.ts';
import { bareRows, parseRows } from './rows.ts';

const kindByType: Readonly<Record<string, MailboxKind>> = {
  usermailbox: 'user',
  sharedmailbox: 'shared',
  roommailbox: 'room',
  equipmentmailbox: 'equipment',
};

/** By object id; null when CIPP does not tell. Throws only `cancelled`. */
export async function readMailboxKinds(
  client: CippClient,
  entraTenantId: EntraTenantId,
  { signal, log }: { readonly signal: AbortSignal; readonly log: Log },
): Promise<ReadonlyMap<string, MailboxKind> | null> {
  const endpoint = 'ListMailboxes';
  try {
    const answer = await client.askCustomer(entraTenantId, { endpoint, query: {} }, signal);
    if (answer === null) return null;
    const kinds = new Map<string, MailboxKind>();
    for (const row of parseRows(bareRows(answer.value, endpoint), mailboxRow, endpoint)) {
      const id = row.ExternalDirectoryObjectId ?? row.id;
      const kind = kindByType[(row.recipientTypeDetails ?? row.RecipientTypeDetails ?? '').toLowerCase()];
      if (id !== null && isGuid(id) && kind !== undefined) kinds.set(id.toLowerCase(), kind);
    }
    return kinds;
  } catch (thrown) {
    if (!(thrown instanceof EngineError) || thrown.code === 'cancelled') throw thrown;
    log.info({ entraTenantId, code: toEngineError(thrown).code }, 'mailbox kinds are unknown for this customer');
    return null;
  }
}
