/**
 * The server's own sync over real HTTP, with the vectors of psa.md 9.4: poison users, renamed and disabled people, the queue,
 * bucketed ids, a worker that dies. Counters are what the server claims; state() is what it did.
 */
import { afterEach, describe, expect, test } from 'vitest';
import type { PsaContactSeed, SandboxUser } from '../../scenarios/world.ts';
import type { PsaState } from '../state.ts';
import {
  type Answer,
  CLIENT_A,
  CLIENT_B,
  contactId,
  contactSeed,
  psaSeed,
  startTestPsa,
  type TestPsa,
} from '../test-psa.ts';

const TENANT = 'aaaaaaaa-0000-4000-8000-000000000001';
const OTHER = 'aaaaaaaa-0000-4000-8000-000000000002';
const BASE = '/api/integrations/entra';

let psa: TestPsa;
let cookie: string;
let managedIds: Map<string, string>;

afterEach(() => psa.close());

function directoryUser(number: number, mail: string, changes: Partial<SandboxUser> = {}): SandboxUser {
  return {
    id: `bbbbbbbb-0000-4000-8000-${String(number).padStart(12, '0')}`,
    accountEnabled: true,
    userType: 'Member',
    displayName: `Person ${number}`,
    givenName: null,
    surname: null,
    mail,
    userPrincipalName: mail,
    proxyAddresses: [],
    otherMails: [],
    jobTitle: null,
    department: null,
    companyName: null,
    businessPhones: [],
    mobilePhone: null,
    officeLocation: null,
    city: null,
    country: null,
    usageLocation: null,
    preferredLanguage: null,
    employeeId: null,
    assignedLicenses: [],
    mailboxType: 'user',
    isResourceAccount: null,
    showInAddressList: null,
    onPremisesSyncEnabled: null,
    externalUserState: null,
    createdDateTime: '2025-01-01T00:00:00Z',
    ...changes,
  };
}

async function start(contacts: PsaContactSeed[], users: SandboxUser[]): Promise<void> {
  psa = await startTestPsa(psaSeed(contacts));
  psa.managed.push(
    { entraTenantId: TENANT, displayName: 'Alder', primaryDomain: 'alder.example', sourceUserCount: users.length },
    { entraTenantId: OTHER, displayName: 'Birch Ltd', primaryDomain: 'birch.example', sourceUserCount: 0 },
  );
  psa.users.set(TENANT, users);
  cookie = (psa.control('psa.openSession') as { cookie: string }).cookie;
  psa.control('psa.mount', { mode: 'full' });
  const found = await call('POST /discovery', {});
  managedIds = new Map(
    found.body.data.discoveredTenants.map((row: { entraTenantId: string; managedTenantId: string }) => [
      row.entraTenantId,
      row.managedTenantId,
    ]),
  );
  await confirm(TENANT, CLIENT_A);
}

function call(line: string, body?: unknown): Promise<Answer> {
  const [method = '', path = ''] = line.split(' ');
  return psa.call(`${method} ${BASE}${path}`, {
    key: null,
    headers: { cookie },
    ...(body === undefined ? {} : { body }),
  });
}

const managed = (entraTenantId: string) => managedIds.get(entraTenantId) ?? '';
const confirm = (entraTenantId: string, clientId: string) =>
  call('POST /mappings/confirm', { mappings: [{ managedTenantId: managed(entraTenantId), clientId }] });
const startSync = (scope = 'all-tenants', ids = {}) => call('POST /sync', { scope, ...ids });
const detail = (workflowId: string) => call(`GET /sync/runs/${encodeURIComponent(workflowId)}`);

async function finished(workflowId: string): Promise<Answer> {
  await expect
    .poll(async () => (await detail(workflowId)).body.data?.run.status, { interval: 5, timeout: 5000 })
    .toMatch(/completed|partial|failed/);
  return detail(workflowId);
}

/** One run in a bucket of its own, to its end. */
async function sync(scope = 'all-tenants', ids = {}): Promise<Answer['body']> {
  psa.clock.now += 300_000;
  const started = await startSync(scope, ids);
  expect(started.status).toBe(202);
  return (await finished(started.body.data.workflowId)).body.data;
}

const contact = (id: string): PsaState['contacts'][number] => {
  const row = psa.psa.state().contacts.find((entry) => entry.contact_name_id === id);
  if (!row) throw new Error(`no contact ${id}`);
  return row;
};
const byEmail = (email: string) => psa.psa.state().contacts.filter((row) => row.email === email);
const ann = contactId(1);
const annSeed = contactSeed({ contact_name_id: ann, email: 'ann@alder.example', full_name: 'Ann' });
const annUser = directoryUser(1, 'Ann@Alder.example');

describe('finding and writing people', () => {
  test('one match links and leaves the fields alone, none creates with every field', async () => {
    const cara = directoryUser(2, 'Cara@alder.example', {
      displayName: 'Cara Cole',
      jobTitle: 'Lead',
      businessPhones: ['+1 555 010 0000'],
      mobilePhone: '+1 555 010 0001',
    });
    await start([annSeed], [annUser, cara]);
    const { run, tenantResults } = await sync();
    expect(tenantResults[0]).toMatchObject({ status: 'completed', created: 1, linked: 1, updated: 0, ambiguous: 0 });
    expect(run).toMatchObject({
      status: 'completed',
      runType: 'all-tenants',
      totalTenants: 1,
      summary: { created: 1 },
    });
    expect(contact(ann)).toMatchObject({
      full_name: 'Ann',
      email: 'ann@alder.example',
      entra_object_id: annUser.id,
      entra_sync_source: 'entra_sync',
      entra_account_enabled: true,
    });
    const [made] = byEmail('cara@alder.example');
    expect(made).toMatchObject({ full_name: 'Cara Cole', role: 'Lead', client_id: CLIENT_A });
    expect(made?.phone_numbers.map((row) => [row.phone_number, row.canonical_type, row.is_default])).toEqual([
      ['+1 555 010 0000', 'work', true],
      ['+1 555 010 0001', 'mobile', false],
    ]);
    expect(psa.psa.state().links).toHaveLength(2);
  });

  test('every run bumps updated_at of every linked contact and counts it linked again', async () => {
    await start([annSeed], [annUser]);
    await sync();
    const first = contact(ann).updated_at;
    const { tenantResults } = await sync();
    expect(tenantResults[0]).toMatchObject({ linked: 1, updated: 0 });
    expect(contact(ann).updated_at).not.toBe(first);
  });

  test('a linked user whose mail changed is "created" on every run, and only the provenance moves', async () => {
    const user = { ...annUser };
    await start([annSeed], [user]);
    await sync();
    user.mail = 'anna@alder.example';
    user.userPrincipalName = 'anna@alder.example';
    for (const _run of [1, 2]) {
      const { tenantResults } = await sync();
      expect(tenantResults[0]).toMatchObject({ created: 1, linked: 0 });
    }
    expect(contact(ann)).toMatchObject({ email: 'ann@alder.example', entra_user_principal_name: 'anna@alder.example' });
    expect(psa.psa.state().contacts).toHaveLength(1);
  });

  test('if a second contact has the new mail, the link silently moves to it and the first keeps its stamp', async () => {
    const user = { ...annUser };
    const second = contactId(2);
    await start([annSeed, contactSeed({ contact_name_id: second, email: 'anna@alder.example' })], [user]);
    await sync();
    user.mail = 'anna@alder.example';
    const { tenantResults } = await sync();
    expect(tenantResults[0]).toMatchObject({ created: 0, linked: 1 });
    expect(psa.psa.state().links.map((link) => link.contact_name_id)).toEqual([second]);
    expect(contact(ann).entra_object_id).toBe(annUser.id);
  });

  test('a disabled linked user is inactivated and counted 1, 1, 1; enabled again it stays inactive', async () => {
    const user = { ...annUser };
    await start([annSeed], [user]);
    await sync();
    user.accountEnabled = false;
    for (const _run of [1, 2, 3]) expect((await sync()).tenantResults[0].inactivated).toBe(1);
    expect(contact(ann)).toMatchObject({ is_inactive: true, entra_sync_status_reason: 'disabled_upstream' });
    expect(psa.psa.state().links[0]).toMatchObject({ link_status: 'inactive', is_active: false });
    user.accountEnabled = true;
    expect((await sync()).tenantResults[0]).toMatchObject({ linked: 1, inactivated: 0 });
    expect(contact(ann)).toMatchObject({
      is_inactive: true,
      entra_account_enabled: true,
      entra_sync_status: 'inactive',
    });
  });

  test('a user removed upstream changes nothing anywhere, and an empty directory is a success', async () => {
    await start([annSeed], [annUser]);
    await sync();
    const before = psa.psa.state().contacts;
    psa.users.set(TENANT, []);
    expect((await sync()).run.status).toBe('completed');
    expect(psa.psa.state().contacts).toEqual(before);
  });

  test("Dana Abbott is a bot, a svc account is none of ours, a guest is everybody's", async () => {
    const users = [
      directoryUser(3, 'dana.abbott@alder.example', { displayName: 'Dana Abbott' }),
      directoryUser(4, 'svc-backup@alder.example'),
      directoryUser(5, 'gast@elsewhere.example', {
        userPrincipalName: 'gast_elsewhere.example#EXT#@alder.onmicrosoft.com',
        userType: 'Guest',
      }),
      directoryUser(6, 'ok@alder.example', { userPrincipalName: 'no-domain' }),
    ];
    await start([], users);
    const preview = await call('POST /sync/preflight', { clientId: CLIENT_A });
    const seen = preview.body.data.buckets.flatMap((bucket: { samples: { email: string }[] }) => bucket.samples);
    expect(seen.map((row: { email: string }) => row.email)).toEqual(['gast@elsewhere.example']);
    expect((await sync()).tenantResults[0].created).toBe(1);
  });
});

describe('field rules', () => {
  test('each rule overwrites roughly: raw case, wiped role, replaced phones', async () => {
    const seeded = contactSeed({
      contact_name_id: ann,
      email: 'ann@alder.example',
      role: 'Boss',
      phone_numbers: [
        {
          contact_phone_number_id: contactId(700),
          phone_number: '+15550100009',
          extension: '12',
          canonical_type: 'home',
          is_default: true,
          display_order: 0,
        },
      ],
    });
    await start([seeded], [{ ...annUser, displayName: 'Ann Alder' }]);
    psa.control('psa.fieldRules', { config: { display_name: 'true', mail: 1, phone: true, jobTitle: '1' } });
    expect((await sync()).tenantResults[0]).toMatchObject({ linked: 1, updated: 1 });
    expect(contact(ann)).toMatchObject({
      full_name: 'Ann Alder',
      email: 'Ann@Alder.example',
      role: null,
      phone_numbers: [],
    });
    const again = await psa.call('POST /api/v1/contacts', { body: { full_name: 'X', email: 'ann@alder.example' } });
    expect(again.status).toBe(201);
  });

  test('the inactivation rule is on when absent and off when switched off', async () => {
    const user = { ...annUser };
    await start([annSeed], [user]);
    await sync();
    psa.control('psa.fieldRules', { config: { mark_inactive_when_disabled: false } });
    user.accountEnabled = false;
    expect((await sync()).tenantResults[0].inactivated).toBe(0);
    expect(contact(ann).is_inactive).toBe(false);
  });
});

describe('poison', () => {
  const first = directoryUser(10, 'first@alder.example');
  const last = directoryUser(12, 'last@alder.example');

  type Poison = { what: string; contacts: PsaContactSeed[]; user: SandboxUser; message: string };

  test.each<Poison>([
    {
      what: 'an address at another client',
      contacts: [contactSeed({ contact_name_id: ann, email: 'ann@alder.example', client_id: CLIENT_B })],
      user: annUser,
      message: 'already exists in the system',
    },
    {
      what: "somebody's additional address",
      contacts: [
        contactSeed({
          contact_name_id: ann,
          email: 'other@alder.example',
          additional_email_addresses: [
            {
              contact_additional_email_address_id: contactId(800),
              email_address: 'Ann@alder.example',
              canonical_type: 'work',
              display_order: 0,
            },
          ],
        }),
      ],
      user: annUser,
      message: 'already exists in the system',
    },
    {
      what: 'a phone with a semicolon',
      contacts: [],
      user: directoryUser(11, 'semi@alder.example', { businessPhones: ['555 0100; 555 0101'] }),
      message: 'unsupported characters',
    },
    {
      what: 'two users with one mail',
      contacts: [annSeed],
      user: directoryUser(13, 'first@alder.example'),
      message: 'ux_entra_contact_links_active_contact',
    },
  ])(
    '$what fails the whole client: earlier writes stay, later users are untouched, counters say zero',
    async ({ contacts, user, message }) => {
      await start(contacts, [first, user, last]);
      const { run, tenantResults } = await sync();
      expect(run).toMatchObject({ status: 'failed', failedTenants: 1, succeededTenants: 0 });
      expect(tenantResults[0]).toMatchObject({ status: 'failed', created: 0, linked: 0, updated: 0 });
      expect(tenantResults[0].errorMessage).toContain(message);
      expect(byEmail('first@alder.example')).toHaveLength(1);
      expect(byEmail('last@alder.example')).toHaveLength(0);
    },
  );

  test('a user recreated upstream under a new id meets the old active link and leaves the contact as it was', async () => {
    await start([annSeed], [annUser]);
    await sync();
    const before = contact(ann);
    psa.users.set(TENANT, [{ ...annUser, id: directoryUser(99, 'x@x.example').id }]);
    expect((await sync()).tenantResults[0].errorMessage).toContain('ux_entra_contact_links_active_contact');
    expect(contact(ann)).toEqual(before);
  });

  test('the activity is tried three times, and the third may succeed', async () => {
    await start([], [first]);
    psa.control('psa.providerFailure', {
      entraTenantId: TENANT,
      count: 2,
      message: 'Request failed with status code 503',
    });
    expect((await sync()).run.status).toBe('completed');
    psa.control('psa.providerFailure', { entraTenantId: TENANT, count: 3 });
    const failed = await sync();
    expect(failed.tenantResults[0].errorMessage).toBe('Request failed with status code 400');
    expect((await sync()).run.status).toBe('completed');
  });

  test('one failed client of two makes the run partial, and two in a row are notified', async () => {
    const taken = contactSeed({ contact_name_id: ann, email: 'ann@alder.example', client_id: CLIENT_B });
    await start([taken], [annUser]);
    await confirm(OTHER, CLIENT_B);
    expect((await sync()).run).toMatchObject({ status: 'partial', succeededTenants: 1, failedTenants: 1 });
    await sync();
    expect(psa.psa.state().notifications.map((row) => row.kind)).toEqual(['repeated-failure']);
  });
});

describe('the queue', () => {
  const twins = [
    contactSeed({ contact_name_id: ann, email: 'A@alder.example' }),
    contactSeed({ contact_name_id: contactId(2), email: 'a@alder.example' }),
  ];
  const user = directoryUser(20, 'a@alder.example');

  test('two contacts with one folded address are queued; a resolved item comes back as a new one', async () => {
    await start(twins, [user]);
    expect((await sync()).tenantResults[0].ambiguous).toBe(1);
    const { items } = (await call('GET /reconciliation-queue')).body.data;
    expect(items[0]).toMatchObject({ entraObjectId: user.id, status: 'open' });
    expect(items[0].candidateContacts).toHaveLength(2);
    const { queueItemId } = items[0];
    const resolved = await call('POST /reconciliation-queue/resolve-existing', { queueItemId, contactNameId: ann });
    expect(resolved.body.data).toEqual({ queueItemId, contactNameId: ann });
    expect(contact(ann).entra_object_id).toBeNull();
    expect((await sync()).tenantResults[0].ambiguous).toBe(1);
    expect(psa.psa.state().queue.map((item) => item.status)).toEqual(['resolved', 'open']);
  });

  test('a dismissed item stays dismissed, the counter and the notification repeat', async () => {
    await start(twins, [user]);
    await sync();
    const { queueItemId } = (await call('GET /reconciliation-queue')).body.data.items[0];
    const body = { queueItemId, reason: 'unknown' };
    expect((await call('POST /reconciliation-queue/dismiss', body)).body.data.status).toBe('dismissed');
    expect((await call('POST /reconciliation-queue/dismiss', body)).body.data.status).toBe('dismissed');
    expect((await sync()).tenantResults[0].ambiguous).toBe(1);
    const { queue, notifications } = psa.psa.state();
    expect(queue.map((item) => [item.status, item.payload['reason']])).toEqual([
      ['dismissed', 'dismissed_by_operator'],
    ]);
    expect(notifications.map((row) => row.kind)).toEqual(['review-queue', 'review-queue']);
  });

  test('an open item is refreshed, and creating from it meets the very address that collided', async () => {
    await start(twins, [user]);
    await sync();
    await sync();
    expect(psa.psa.state().queue).toHaveLength(1);
    const { queueItemId } = (await call('GET /reconciliation-queue')).body.data.items[0];
    const answer = await call('POST /reconciliation-queue/resolve-new', { queueItemId });
    expect([answer.status, answer.text]).toEqual([500, 'Internal Server Error']);
    expect(psa.psa.state().queue[0]?.status).toBe('open');
  });

  test('a contact of another client is an uncaught refusal', async () => {
    const stranger = contactSeed({ contact_name_id: contactId(3), email: 's@birch.example', client_id: CLIENT_B });
    await start([...twins, stranger], [user]);
    await sync();
    const { queueItemId } = (await call('GET /reconciliation-queue')).body.data.items[0];
    const answer = await call('POST /reconciliation-queue/resolve-existing', {
      queueItemId,
      contactNameId: contactId(3),
    });
    expect(answer.status).toBe(500);
  });
});

describe('mappings and scopes', () => {
  test('after a remap the contact stays, the link changes client, and each run says created', async () => {
    await start([annSeed], [annUser]);
    await sync();
    await call('POST /mappings/remap', { managedTenantId: managed(TENANT), targetClientId: CLIENT_B });
    for (const _run of [1, 2])
      expect((await sync()).tenantResults[0]).toMatchObject({ created: 1, clientId: CLIENT_B });
    expect(contact(ann).client_id).toBe(CLIENT_A);
    expect(psa.psa.state().links[0]?.client_id).toBe(CLIENT_B);
  });

  test('create_new with a taken name fails for ever and stays create_new; with a free one it provisions a bare client', async () => {
    await start([], []);
    await call('POST /mappings/confirm', {
      mappings: [{ managedTenantId: managed(OTHER), mappingState: 'create_new' }],
    });
    const { tenantResults } = await sync();
    expect(tenantResults[1]).toMatchObject({ status: 'failed', clientId: null });
    const state = () => psa.psa.state().mappings.find((row) => row.managed_tenant_id === managed(OTHER))?.mapping_state;
    expect(state()).toBe('create_new');
    psa.control('psa.changeClient', { clientId: CLIENT_B, changes: { client_name: 'Birch Holding' } });
    expect((await sync('initial')).run.status).toBe('completed');
    expect(state()).toBe('mapped');
    expect(psa.psa.state().clients.at(-1)).toMatchObject({
      client_name: 'Birch Ltd',
      url: 'birch.example',
      billing_cycle: null,
      entra_tenant_id: OTHER,
    });
  });

  test('a scheduled run skips create_new silently', async () => {
    await start([], []);
    await call('POST /mappings/confirm', {
      mappings: [{ managedTenantId: managed(OTHER), mappingState: 'create_new' }],
    });
    const { workflowId } = psa.control('psa.fireSchedule') as { workflowId: string };
    expect((await finished(workflowId)).body.data.run).toMatchObject({ status: 'completed', totalTenants: 1 });
  });

  test('a single-client sync without a matching mapping is a silent success with no tenant', async () => {
    await start([annSeed], [annUser]);
    const wrong = { managedTenantId: managed(TENANT), clientId: CLIENT_B };
    expect((await sync('single-client', wrong)).run).toMatchObject({
      status: 'completed',
      totalTenants: 0,
      runType: 'single-tenant',
    });
    const right = { managedTenantId: managed(TENANT), clientId: CLIENT_A };
    expect((await sync('single-client', right)).run).toMatchObject({ status: 'completed', totalTenants: 1 });
    expect((await startSync('single-client', { clientId: CLIENT_A })).status).toBe(400);
  });

  test('a suspended workspace loads no mappings and is "completed"', async () => {
    await start([annSeed], [annUser]);
    psa.control('psa.suspendTenant');
    expect((await sync()).run).toMatchObject({ status: 'completed', totalTenants: 0 });
  });
});

describe('workflow ids and the worker', () => {
  test('two starts inside one bucket are one workflow, both 202; the edge makes two that run in parallel', async () => {
    await start([annSeed], [annUser]);
    psa.control('psa.workflowPace', { userDelayMs: 60 });
    psa.clock.now = Date.parse('2026-09-01T08:04:59.000Z');
    const [one, two] = [await startSync(), await startSync()];
    expect([one.status, two.status]).toEqual([202, 202]);
    expect(two.body.data).toEqual(one.body.data);
    expect(one.body.data.workflowId).toMatch(/^entra-all-tenants-sync:[0-9a-f-]+:manual:bucket-20260901T080000Z$/);
    psa.clock.now += 2000;
    const three = await startSync();
    expect(three.body.data.workflowId).toContain('bucket-20260901T080500Z');
    expect((await detail(one.body.data.workflowId)).body.data.run.status).toBe('running');
    await finished(one.body.data.workflowId);
    await finished(three.body.data.workflowId);
    expect(psa.psa.state().runs).toHaveLength(2);
  });

  test('while it runs the counters are zero, and the id it was given is not the run id', async () => {
    await start([annSeed], [annUser, directoryUser(2, 'b@alder.example')]);
    psa.control('psa.workflowPace', { userDelayMs: 40 });
    const { workflowId, runId } = (await startSync()).body.data;
    await expect.poll(async () => (await detail(workflowId)).status, { interval: 5 }).toBe(200);
    expect((await detail(workflowId)).body.data.run).toMatchObject({
      status: 'running',
      totalTenants: 0,
      processedTenants: 0,
    });
    const wrong = await detail(runId);
    expect([wrong.status, wrong.body]).toEqual([400, { success: false, error: 'Sync run not found.' }]);
    const done = (await finished(workflowId)).body.data;
    expect((await detail(done.run.runId)).body.data.run).toEqual(done.run);
    expect(done.tenantResults[0].startedAt).toMatch(/^Tue Sep 01 2026 \d\d:\d\d:\d\d GMT\+0000/);
  });

  test('finished in the same bucket, the id starts again and reuses the run row', async () => {
    await start([annSeed], [annUser]);
    const first = (await startSync()).body.data;
    const before = (await finished(first.workflowId)).body.data;
    const again = (await startSync()).body.data;
    expect(again.workflowId).toBe(first.workflowId);
    expect(again.runId).not.toBe(first.runId);
    await expect.poll(() => psa.psa.state().runTenants.length, { interval: 5 }).toBe(2);
    expect((await finished(first.workflowId)).body.data.run.runId).toBe(before.run.runId);
  });

  test('a killed worker leaves the run running for ever and the writes it had made', async () => {
    const users = [1, 2, 3, 4].map((number) => directoryUser(number, `p${number}@alder.example`));
    await start([], users);
    psa.control('psa.killWorker', { afterUsers: 2 });
    const { workflowId } = (await startSync()).body.data;
    await expect.poll(() => psa.psa.state().contacts.length, { interval: 5 }).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect((await detail(workflowId)).body.data).toMatchObject({
      run: { status: 'running', completedAt: null },
      tenantResults: [],
    });
    expect(psa.psa.state().contacts).toHaveLength(2);
  });

  test('a dead worker accepts and no row ever appears; an unreachable Temporal is a 503 with success true', async () => {
    await start([annSeed], [annUser]);
    psa.control('psa.killWorker');
    const accepted = await startSync();
    expect([accepted.status, accepted.body.data.accepted]).toEqual([202, true]);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect((await detail(accepted.body.data.workflowId)).status).toBe(400);
    expect((await call('GET /sync/runs')).body.data.runs).toEqual([]);
    psa.control('psa.temporal', { reachable: false });
    const refused = await startSync('initial');
    expect(refused.status).toBe(503);
    expect(refused.body).toMatchObject({ success: true, data: { accepted: false, workflowId: null } });
    psa.control('psa.temporal', { reachable: true });
    psa.control('psa.reviveWorker');
    expect((await sync()).run.status).toBe('completed');
  });

  test('an unknown run is a 400, a bad limit too, and history stops at 50', async () => {
    await start([], []);
    expect((await call('GET /sync/runs/nonsense')).status).toBe(400);
    expect((await call('GET /sync/runs?limit=0')).status).toBe(400);
    expect((await call('GET /sync/runs?runId=nonsense')).status).toBe(400);
    expect((await call('GET /sync/runs?limit=500')).body.data.runs).toEqual([]);
  });

  test('a reset in the middle of a run stops it: nothing leaks into the new life', async () => {
    const users = [1, 2, 3].map((number) => directoryUser(number, `p${number}@alder.example`));
    await start([], users);
    psa.control('psa.workflowPace', { userDelayMs: 20 });
    await startSync();
    await expect.poll(() => psa.psa.state().contacts.length, { interval: 5 }).toBeGreaterThan(0);
    psa.psa.reset();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(psa.psa.state()).toMatchObject({ contacts: [], runs: [], links: [] });
  });
});

describe('preflight', () => {
  test('buckets count people and sample them, and no contact is touched', async () => {
    const disabled = directoryUser(3, 'gone@alder.example');
    const users = [{ ...annUser }, directoryUser(2, 'new@alder.example'), disabled];
    await start([annSeed, contactSeed({ contact_name_id: contactId(5), email: 'gone@alder.example' })], users);
    await sync();
    disabled.accountEnabled = false;
    users.push(directoryUser(4, 'fresh@alder.example'));
    const writes = psa.psa.state().writes.length;
    const { data } = (await call('POST /sync/preflight', { managedTenantId: managed(TENANT), sampleLimit: 1 })).body;
    expect(data.counters).toMatchObject({ created: 1, linked: 2, inactivated: 1 });
    expect(data.buckets.map((row: { bucket: string; count: number }) => [row.bucket, row.count])).toEqual([
      ['create', 1],
      ['link', 0],
      ['needs_decision', 0],
      ['no_change', 2],
      ['mark_inactive', 1],
    ]);
    expect(psa.psa.state().writes).toHaveLength(writes);
    expect((await call('POST /sync/preflight', {})).status).toBe(400);
    psa.control('psa.providerFailure', { count: 1 });
    expect((await call('POST /sync/preflight', { clientId: CLIENT_A })).status).toBe(502);
  });
});
