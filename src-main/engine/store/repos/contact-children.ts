/** The addresses and phones of a contact as rows of their own, so that "who has this address" is one look-up. Addresses are lower-cased. */
import type { Contact } from '../../domain/contact.ts';
import type { Db } from '../database.ts';
import { flag } from '../list-query.ts';

export function contactChildren(db: Db) {
  const addEmail = db.prepare<[number, number, 0 | 1, string, string]>(
    'INSERT INTO contact_email (contact_key, position, is_primary, address, domain) VALUES (?, ?, ?, ?, ?)',
  );
  const addPhone = db.prepare<[number, number, string]>(
    'INSERT INTO contact_phone (contact_key, position, digits) VALUES (?, ?, ?)',
  );
  const removeEmails = db.prepare<[number]>('DELETE FROM contact_email WHERE contact_key = ?');
  const removePhones = db.prepare<[number]>('DELETE FROM contact_phone WHERE contact_key = ?');

  function add(key: number, contact: Contact): void {
    const addresses = contact.email === null ? contact.additionalEmails : [contact.email, ...contact.additionalEmails];
    for (const [position, stored] of addresses.entries()) {
      const address = stored.trim().toLowerCase();
      const isPrimary = flag(position === 0 && contact.email !== null);
      addEmail.run([key, position, isPrimary, address, address.slice(address.lastIndexOf('@') + 1)]);
    }
    for (const [position, phone] of contact.phones.entries()) {
      addPhone.run([key, position, phone.number.replace(/\D/g, '')]);
    }
  }

  return {
    add,
    replace(key: number, contact: Contact): void {
      removeEmails.run([key]);
      removePhones.run([key]);
      add(key, contact);
    },
  };
}
