/** A review queue as long as a scenario wants it: people whose only candidate at their client is a contact of the same name. */
import { type ApplyWorld, approvedInFull } from './apply-world.ts';

/** One person of the queue, with the contact that may be him. */
export interface Asked {
  readonly queueItemId: string;
  readonly entraObjectId: string;
  readonly clientId: string;
  /** Of the directory user and of the contact. */
  readonly name: string;
  /** Of the directory user; nobody at the PSA has it. */
  readonly address: string;
  readonly contactId: string;
  readonly contactEmail: string;
}

const syllables = ['ba', 'ce', 'di', 'fo', 'gu', 'ha', 'je', 'ki', 'lo', 'mu', 'na', 'pe', 'ri', 'so', 'tu'];

/** A first name of its own for every number below 3,375. */
function firstName(number: number): string {
  const at = (place: number) => syllables[Math.floor(number / syllables.length ** place) % syllables.length] ?? '';
  const word = `${at(2)}${at(1)}${at(0)}`;
  return `${word[0]?.toUpperCase()}${word.slice(1)}`;
}

/** Hires `count` people at one customer, each with a namesake at the PSA, syncs, and answers their open queue items. */
export async function askAbout(world: ApplyWorld, customer: string, count: number): Promise<readonly Asked[]> {
  const { sandbox, engine } = world;
  const tenant = sandbox.state().world.tenants.find((one) => one.displayName.includes(customer));
  if (!tenant) throw new Error(`No customer is named ${customer}.`);
  const { rows } = await engine.client.tenants.list({ search: customer, limit: 10 });
  const clientId = rows[0]?.client?.clientId ?? '';
  const made = new Map<string, Omit<Asked, 'queueItemId'>>();
  for (let number = 0; number < count; number += 1) {
    const name = `${firstName(number)} Quill`;
    const local = name.toLowerCase().replace(' ', '.');
    const contactEmail = `${local}@private.example`;
    const address = `${local}@${tenant.defaultDomain}`;
    const contact = (await sandbox.control('psa.addContact', { fullName: name, email: contactEmail, clientId })) as {
      contact_name_id: string;
    };
    const user = (await sandbox.control('directory.addUser', {
      tenant: tenant.entraTenantId,
      person: { displayName: name, mail: address, userPrincipalName: address },
    })) as { id: string };
    const contactId = contact.contact_name_id;
    made.set(user.id, { entraObjectId: user.id, clientId, name, address, contactId, contactEmail });
  }
  await engine.ended(await engine.client.runs.apply({ planId: await approvedInFull(engine) }));
  const open = await engine.client.queue.list({ search: 'quill', limit: 500 });
  const asked = open.rows.flatMap(({ queueItemId, entraObjectId }) => {
    const person = made.get(entraObjectId);
    return person ? [{ ...person, queueItemId }] : [];
  });
  if (asked.length !== count) throw new Error(`${asked.length} of ${count} people came to the queue.`);
  return asked.toSorted((left, right) => (left.name < right.name ? -1 : 1));
}
