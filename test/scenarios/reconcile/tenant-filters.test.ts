/** One tenant with filters of its own: asked about before saving, planned with afterwards, and nobody else is touched. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mappedEngine, type RunningEngine } from '../support/engine.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: Sandbox;
let engine: RunningEngine;

beforeAll(async () => {
  sandbox = await startSandbox();
  engine = await mappedEngine(sandbox);
}, 120_000);

afterAll(async () => {
  await engine.remove();
  await sandbox.stop();
});

/** How many guests a new plan of the estate leaves out, by tenant. */
async function guestsLeftOut(): Promise<Map<string, number>> {
  const { client } = engine;
  const run = await engine.ended(await client.plans.preflight({ scope: { kind: 'estate' } }));
  expect(run.errorMessage).toBeNull();
  const counts = new Map<string, number>();
  for (let offset = 0; ; offset += 500) {
    const page = await client.plans.rows({ planId: run.planId ?? '', actions: ['skip'], offset, limit: 500 });
    for (const { exclusion, managedTenantId } of page.rows)
      if (exclusion === 'guest_user') counts.set(managedTenantId, (counts.get(managedTenantId) ?? 0) + 1);
    if (offset + page.rows.length >= page.total) return counts;
  }
}

test('a tenant’s own filter is asked about, saved and planned with, for that tenant alone', async () => {
  const { client } = engine;
  const before = await guestsLeftOut();
  const [managedTenantId = '', guests = 0] = [...before].find(([, count]) => count > 0) ?? [];
  expect(guests).toBeGreaterThan(0);
  const { rules } = await client.rules.get({});
  const filters = { ...rules.filters, excludeGuests: false };

  const asSaved = await client.rules.whoWouldThisHit({ filters: rules.filters, managedTenantId, limit: 200 });
  const asOwn = await client.rules.whoWouldThisHit({ filters, managedTenantId, areTenantsOwn: true, limit: 200 });
  expect(asOwn.considered).toBe(asSaved.considered);
  expect(asOwn.excluded).toBeLessThan(asSaved.excluded);
  expect((await client.rules.get({})).rules.filterOverrides).toEqual({});

  await client.rules.save({ filterOverrides: { [managedTenantId]: { excludeGuests: false } } });
  const { displayName } = await client.tenants.get({ managedTenantId });
  const [event] = (await client.activity.list({ limit: 1 })).rows;
  expect(event?.chosen).toContain(displayName);
  const after = await guestsLeftOut();
  expect(after).toEqual(new Map([...before].filter(([id]) => id !== managedTenantId)));

  // Asked again as the tenant's own, without the saved override laid over the question.
  const back = await client.rules.whoWouldThisHit({
    filters: rules.filters,
    managedTenantId,
    areTenantsOwn: true,
    limit: 200,
  });
  expect(back.excluded).toBe(asSaved.excluded);
  expect(back.rows.filter(({ isNew }) => isNew)).toHaveLength(asSaved.excluded - asOwn.excluded);
}, 120_000);

test('a question about own filters has to name the tenant, and a bad own pattern is refused whole', async () => {
  const { client } = engine;
  const { rules } = await client.rules.get({});
  await expect(client.rules.whoWouldThisHit({ filters: rules.filters, areTenantsOwn: true })).rejects.toThrow(
    'Name the tenant',
  );
  await expect(client.rules.save({ filterOverrides: { anybody: { customPatterns: ['(a+)+'] } } })).rejects.toThrow(
    /repeat/,
  );
  expect((await client.rules.get({})).rules).toEqual(rules);
});

test('settings of the PSA’s own sync are taken over in its own names, for everybody or for one tenant', async () => {
  const { client } = engine;
  const [tenant] = (await client.tenants.list({ state: 'mapped', limit: 1 })).rows;
  const managedTenantId = tenant?.managedTenantId ?? '';
  const saved = await client.rules.importSettings({
    settings: { field_sync_config: { job_title: '1' }, user_filter_config: { excludedUpnPatterns: ['^ext-'] } },
  });
  expect(saved.fields.role).toBe(true);
  expect(saved.filters.customPatterns).toEqual(['^ext-']);
  const own = await client.rules.importSettings({
    settings: { user_filter_config: { licensedUsersOnly: true } },
    managedTenantId,
  });
  expect(own.filterOverrides[managedTenantId]?.excludeUnlicensed).toBe(true);
  expect(own.filters).toEqual(saved.filters);
  await expect(client.rules.importSettings({ settings: { field_sync_config: { shoeSize: 1 } } })).rejects.toThrow(
    /"shoeSize" is not a field rule/,
  );
  await expect(client.rules.importSettings({ settings: { field_sync_config: {} }, managedTenantId })).rejects.toThrow(
    /for every tenant/,
  );
  expect((await client.rules.get({})).rules).toEqual(own);
});
