/**
 * One worker's world: a sandbox, a line to its PSA, and a mapped profile that is copied for each round. A round starts from the
 * same world (the sandbox is reset), changed by chance, with an approved plan waiting to be applied.
 */
import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asId } from '../../../shared/vocabulary/ids.ts';
import { openStore } from '../../../src-main/engine/store/open-store.ts';
import { type Sandbox, startSandbox } from '../../../src-sandbox/sandbox.ts';
import { createRandom, type Random } from '../../../src-sandbox/scenarios/random.ts';
import type { SandboxTenant } from '../../../src-sandbox/scenarios/world.ts';
import { anEngine, approvedPlan, mappedEngine } from '../support/engine.ts';
import { type Line, openLine } from './line.ts';
import { type PsaTruth, psaTruth } from './psa-truth.ts';

export interface Round {
  readonly seed: string;
  readonly home: string;
  readonly planId: string;
  /** What the PSA held when the plan was made. */
  readonly before: PsaTruth;
  end(): Promise<void>;
}

export interface TortureWorld {
  readonly sandbox: Sandbox;
  readonly line: Line;
  startRound(seed: string): Promise<Round>;
  /** The same round again from its beginning; its profile must not have been opened. */
  repeat(round: Round): Promise<Round>;
  stop(): Promise<void>;
}

/** Words in the names of customers that are mapped: small ones, where a push has to be over soon. */
export const fewCustomers = ['Harrow', 'Ακτή'] as const;

/** `customers` narrows the mapped ones by words in their names; absent: every auto-matched customer. */
export async function openTortureWorld(customers: readonly string[] = ['']): Promise<TortureWorld> {
  const sandbox = await startSandbox({ scenario: 'harbor-it' });
  const line = await openLine(sandbox.info.psa.url);
  const folder = await mkdtemp(join(tmpdir(), 'concord-torture-'));
  const base = join(folder, 'base');
  const { info } = sandbox;
  const engine = await mappedEngine(
    { line: { ...info, psa: { ...info.psa, url: line.url } } },
    { home: base, customers },
  );
  const { rules } = await engine.client.rules.get({});
  await engine.client.rules.save({ fields: { ...rules.fields, displayName: true, role: true } });
  await engine.close();
  let copies = 0;

  async function freshWorld(seed: string, profile: string): Promise<string> {
    copies += 1;
    const home = join(folder, `profile-${copies}`);
    await sandbox.control('reset');
    await changePeople(sandbox, customers, createRandom(`${seed}/people`));
    await cp(profile, home, { recursive: true });
    return home;
  }

  function roundOf(seed: string, home: string, planId: string): Round {
    const end = () => rm(home, { recursive: true, force: true, maxRetries: 3 });
    return { seed, home, planId, before: psaTruth(sandbox), end };
  }

  return {
    sandbox,
    line,
    async startRound(seed) {
      const home = await freshWorld(seed, base);
      const planner = await anEngine({ home });
      const planId = await approvedPlan(planner);
      await planner.close();
      fileQuestions(home, planId);
      return roundOf(seed, home, planId);
    },
    async repeat({ seed, home, planId }) {
      return roundOf(seed, await freshWorld(seed, home), planId);
    },
    async stop() {
      await line.close();
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Files the plan's questions as an earlier run would have, so that there is something to decide from the first moment. */
function fileQuestions(home: string, planId: string): void {
  const store = openStore(home, { now: Date.now, newId: randomUUID });
  for (const change of store.plans.iterateRows(asId(planId)))
    if (change.action === 'queue')
      store.queue.openOrRefresh(change, { planId: asId(planId), at: Date.now(), reopenBecause: null });
  store.close();
}

const titles = ['Head of Everything', 'Night Shift Lead', 'Buyer', 'Cook'];

/** New people, new job titles, and namesakes of people whom the PSA knows: creates, updates and questions. */
async function changePeople(sandbox: Sandbox, customers: readonly string[], random: Random): Promise<void> {
  const { world } = sandbox.state();
  const links = new Set(
    (sandbox.state().psa as { links: readonly { entra_object_id: string }[] }).links.map(
      (link) => link.entra_object_id,
    ),
  );
  for (const tenant of world.tenants) {
    if (!customers.some((word) => tenant.displayName.includes(word))) continue;
    const people = tenant.users.filter((user) => user.accountEnabled && user.userType === 'Member' && user.mail);
    const linked = people.filter((user) => links.has(user.id));
    if (people.length === 0) continue;
    const add = (displayName: string, local: string) =>
      addPerson(sandbox, tenant, { id: random.guid(), displayName, local });
    for (let at = 0; at < 28; at++)
      await add(`${random.pick(people).givenName} Newman${at}`, `newman${at}.${random.int(1, 9999)}`);
    for (let at = 0; at < 4; at++)
      await add(random.pick(people).displayName ?? '', `namesake${at}.${random.int(1, 9999)}`);
    for (let at = 0; at < 30; at++)
      await sandbox.control('directory.changeUser', {
        tenant: tenant.entraTenantId,
        user: random.pick(linked.length > 0 ? linked : people).id,
        changes: { jobTitle: random.pick(titles) },
      });
  }
}

interface NewPerson {
  readonly id: string;
  readonly displayName: string;
  readonly local: string;
}

function addPerson(sandbox: Sandbox, tenant: SandboxTenant, { id, displayName, local }: NewPerson): Promise<unknown> {
  const mail = `${local}@${tenant.defaultDomain}`;
  const person = { id, displayName, mail, userPrincipalName: mail };
  return sandbox.control('directory.addUser', { tenant: tenant.entraTenantId, person });
}
