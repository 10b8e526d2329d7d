/** Answers taken back before, while and after they are pushed, and two answers that want the same contact. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApplyWorld, anApplyWorld, until } from './apply-world.ts';
import { type Asked, askAbout } from './namesakes.ts';

let world: ApplyWorld;
let asked: readonly Asked[];

beforeAll(async () => {
  world = await anApplyWorld(['Harrow', 'Sjöberg']);
  asked = await askAbout(world, 'Harrow', 4);
}, 180_000);

afterAll(() => world.stop());

function person(at: number): Asked {
  const one = asked[at];
  if (!one) throw new Error(`Only ${asked.length} people are asked about.`);
  return one;
}

const link = ({ queueItemId, contactId }: Asked) =>
  world.engine.client.queue.resolve({ queueItemId, resolution: { kind: 'linkExisting', contactId } });

const pushRuns = async () => (await world.engine.client.runs.list({ types: ['resolve'], limit: 10 })).rows;

test('taken back while the PSA is away, an answer is pushed by nobody, and its run does not stay open', async () => {
  const { client } = world.engine;
  world.line.setAway(true);
  await link(person(0));
  await until(async () => (await pushRuns()).length === 1);
  // It goes on trying, and cannot be taken back in the middle of a try.
  const { queueItemId } = person(0);
  await until(() =>
    client.queue.reopen({ queueItemId }).then(
      () => true,
      () => false,
    ),
  );
  world.line.setAway(false);
  await until(async () => (await pushRuns())[0]?.status === 'cancelled');
  expect(await client.queue.get({ queueItemId })).toMatchObject({
    status: 'open',
    push: 'none',
  });
});

test('while its push is under way an answer cannot be taken back, and lands once', async () => {
  const { client } = world.engine;
  const { queueItemId, contactId } = person(1);
  let isAsked = false;
  let answer: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  world.line.hold((request) => {
    if (!request.path.includes(contactId)) return null;
    isAsked = true;
    return held;
  });
  await link(person(1));
  await until(async () => isAsked);
  await expect(client.queue.reopen({ queueItemId })).rejects.toMatchObject({
    data: { code: 'queue.alreadyClosed', sentence: expect.stringContaining('on its way to the PSA right now') },
  });
  expect(await client.queue.get({ queueItemId })).toMatchObject({ status: 'resolved', push: 'waiting' });
  answer();
  await until(async () => (await client.queue.get({ queueItemId })).push === 'done');
  world.line.hold(null);
  await expect(client.queue.reopen({ queueItemId })).rejects.toMatchObject({
    data: { sentence: expect.stringContaining('Undo its run') },
  });
  expect((await pushRuns()).filter((run) => run.status === 'completed')).toHaveLength(1);
});

test('an address for which a contact is on its way is refused to the next one who has it', async () => {
  const { client } = world.engine;
  const both = (await client.queue.list({ search: 'lager@sjobergtravaror.se', limit: 10 })).rows;
  expect(both.map(({ reason }) => reason)).toEqual(['usersShareAddress', 'usersShareAddress']);
  const [first, second] = both.map(({ queueItemId }) => queueItemId) as [string, string];
  world.line.setAway(true);
  await client.queue.resolve({ queueItemId: first, resolution: { kind: 'createNew' } });
  expect((await client.queue.get({ queueItemId: second })).createObstacle).toContain('is on its way to the PSA');
  await expect(client.queue.resolve({ queueItemId: second, resolution: { kind: 'createNew' } })).rejects.toMatchObject({
    data: { sentence: expect.stringContaining('is on its way to the PSA') },
  });
  world.line.setAway(false);
  await until(async () => (await client.queue.pushes({})).waiting === 0);
  expect((await client.queue.get({ queueItemId: second })).createObstacle).toContain('belongs to');
});

test('a contact that an answer on its way gives to somebody is refused to the next one', async () => {
  const { client } = world.engine;
  world.line.setAway(true);
  await link(person(2));
  const { queueItemId } = person(3);
  await expect(
    client.queue.resolve({ queueItemId, resolution: { kind: 'linkExisting', contactId: person(2).contactId } }),
  ).rejects.toMatchObject({ data: { sentence: expect.stringContaining(`the answer for ${person(2).name}`) } });
  expect((await client.queue.get({ queueItemId })).status).toBe('open');
  world.line.setAway(false);
  await until(async () => (await client.queue.pushes({})).waiting === 0);
  expect(await client.queue.pushes({})).toEqual({ waiting: 0, conflicts: 0, failed: 0 });
});
