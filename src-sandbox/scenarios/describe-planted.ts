/** Writes the planted cases of a world as a Markdown table: the source of scenarios/harbor-it.md, which a test keeps true. */
import type { PlantedCase, PlantedTable } from './planted-cases.ts';
import type { World } from './world.ts';

const TITLES: Record<PlantedTable, string> = {
  tenantToClient: 'Tenant → client',
  directoryUsersThatCount: 'Which directory users count',
  directoryUserToContact: 'Directory user → contact',
};

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** One table per decision table, in planting order; names instead of ids. */
export function describePlanted(world: World, cases: PlantedCase[]): string {
  const tenants = new Map(world.tenants.map((tenant) => [tenant.entraTenantId, tenant]));
  const clients = new Map(world.psa.clients.map((client) => [client.client_id, client.client_name]));
  const contacts = new Map(world.psa.contacts.map((contact) => [contact.contact_name_id, contact.email]));
  const people = new Map(
    world.tenants.flatMap((tenant) =>
      [...tenant.users, ...tenant.deletedUsers].map((user) => [user.id, user.userPrincipalName] as const),
    ),
  );
  const names = (ids: string[], from: Map<string, string>): string => ids.map((id) => from.get(id) ?? id).join(', ');
  const line = (item: PlantedCase): string => {
    const tenant = tenants.get(item.entraTenantId)?.displayName ?? item.entraTenantId;
    const who = item.table === 'tenantToClient' ? names(item.clientIds, clients) : names(item.entraObjectIds, people);
    const where = item.table === 'directoryUserToContact' ? names(item.contactIds, contacts) : '';
    const steps = item.steps.map((step) => `\`${step.verb}\``).join(', ');
    return `| ${[item.row, item.expect, tenant, who, where, item.says, steps].map(cell).join(' | ')} |`;
  };
  return (Object.keys(TITLES) as PlantedTable[]) // Object.keys forgets the literal keys
    .map((table) => {
      const rows = cases.filter((item) => item.table === table).map(line);
      const heading = `## ${TITLES[table]}\n\n| Row | Right answer | Tenant | Who | Contacts | What is there | Needs |\n|---|---|---|---|---|---|---|\n`;
      return `${heading}${rows.join('\n')}\n`;
    })
    .join('\n');
}
