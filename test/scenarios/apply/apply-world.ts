/** A sandbox, a line to its PSA, and an engine in a hurry that has a few customers mapped: for scenarios of one push. */
import { type Sandbox, startSandbox } from '../../../src-sandbox/sandbox.ts';
import { inAHurry, mappedEngine, type RunningEngine } from '../support/engine.ts';
import { type Line, openLine } from '../torture/line.ts';
import { type PsaTruth, psaTruth } from '../torture/psa-truth.ts';

export interface ApplyWorld {
  readonly sandbox: Sandbox;
  readonly line: Line;
  readonly engine: RunningEngine;
  truth(): PsaTruth;
  /** Requests that reached the PSA and would change something, as `METHOD path`. */
  writes(): string[];
  stop(): Promise<void>;
}

export async function anApplyWorld(customers: readonly string[]): Promise<ApplyWorld> {
  const sandbox = await startSandbox({ scenario: 'harbor-it' });
  const line = await openLine(sandbox.info.psa.url);
  const { info } = sandbox;
  const facing = { line: { ...info, psa: { ...info.psa, url: line.url } } };
  const engine = await mappedEngine(facing, { patience: inAHurry, customers });
  const { rules } = await engine.client.rules.get({});
  await engine.client.rules.save({ fields: { ...rules.fields, displayName: true, role: true } });
  return {
    sandbox,
    line,
    engine,
    truth: () => psaTruth(sandbox),
    writes: () =>
      sandbox
        .requests()
        .filter((request) => request.service === 'psa' && request.write)
        .map(({ method, path }) => `${method} ${path}`),
    async stop() {
      await engine.remove();
      await line.close();
      await sandbox.stop();
    },
  };
}

/** Gives new job titles to this many linked people of one customer, so that the next plan has that many updates. */
export async function retitle({ sandbox }: ApplyWorld, customer: string, count: number): Promise<void> {
  const { world, psa } = sandbox.state();
  const { links } = psa as { links: readonly { entra_object_id: string; link_status: string }[] };
  const linked = new Set(links.filter((link) => link.link_status === 'active').map((link) => link.entra_object_id));
  const tenant = world.tenants.find((one) => one.displayName.includes(customer));
  const people = tenant?.users.filter((user) => user.accountEnabled && linked.has(user.id)).slice(0, count) ?? [];
  if (people.length < count) throw new Error(`${customer} has only ${people.length} linked people.`);
  for (const [at, user] of people.entries())
    await sandbox.control('directory.changeUser', {
      tenant: tenant?.entraTenantId,
      user: user.id,
      changes: { jobTitle: `Title ${at}` },
    });
}

/** Until `check` holds; throws after `timeoutMs`. */
export async function until(check: () => Promise<boolean>, timeoutMs = 30_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error('It did not come true in time.');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Preflight, every hold let through once, approved: 200 changes at one client are what the brake is there for. */
export async function approvedInFull({ client, ended }: RunningEngine): Promise<string> {
  const run = await ended(await client.plans.preflight({ scope: { kind: 'estate' } }));
  let plan = await client.plans.get({ planId: run.planId ?? '' });
  for (const { clientId } of plan.holds)
    plan = await client.plans.allowHold({ planId: plan.planId, clientId, reason: 'this scenario wants them all' });
  await client.plans.approve({ planId: plan.planId, contentHash: plan.contentHash });
  return plan.planId;
}
