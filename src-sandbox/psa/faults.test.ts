/** Faults: what is written when an answer is lost, and what a client sees instead of an answer. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contactId, contactSeed, psaSeed, startTestPsa, type TestPsa } from './test-psa.ts';

let psa: TestPsa;

beforeEach(async () => {
  psa = await startTestPsa(psaSeed([contactSeed({ contact_name_id: contactId(1), email: 'ann@alder.example' })]));
});
afterEach(() => psa.close());

const create = (email: string) => psa.call('POST /api/v1/contacts', { body: { full_name: 'New', email } });
const emails = () => psa.psa.state().contacts.map((row) => row.email);

describe('a dropped connection', () => {
  test('before the write leaves nothing behind', async () => {
    psa.control('psa.dropConnection', { when: 'before', match: 'POST /api/v1/contacts' });
    await expect(create('x@x.example')).rejects.toThrow();
    expect(emails()).toEqual(['ann@alder.example']);
    expect(psa.log.at(-1)).toMatchObject({ status: null, fault: 'drop-before', write: true });
  });

  test('after the write leaves exactly one contact, which a second POST meets as a 409', async () => {
    psa.control('psa.dropConnection', { when: 'after', match: 'POST /api/v1/contacts' });
    await expect(create('x@x.example')).rejects.toThrow();
    expect(psa.psa.state().writeCounts.createdByEmail).toEqual({ 'x@x.example': 1 });
    expect((await create('x@x.example')).status).toBe(409);
    expect(psa.psa.state().writeCounts.createdByEmail).toEqual({ 'x@x.example': 1 });
  });

  test('at request N hits only that one, every N-th goes on', async () => {
    psa.control('psa.dropConnection', { when: 'before', atRequest: 2, match: 'write' });
    expect((await create('a@x.example')).status).toBe(201);
    expect((await psa.call('GET /api/v1/contacts')).status).toBe(200);
    await expect(create('b@x.example')).rejects.toThrow();
    expect((await create('b@x.example')).status).toBe(201);
    psa.control('psa.dropConnection', { when: 'after', everyNth: 2, match: 'write' });
    expect((await create('c@x.example')).status).toBe(201);
    await expect(create('d@x.example')).rejects.toThrow();
    expect((await create('e@x.example')).status).toBe(201);
    await expect(create('f@x.example')).rejects.toThrow();
    expect(emails()).toHaveLength(7);
  });
});

describe('a strange answer', () => {
  test('throttling counts down and carries Retry-After', async () => {
    psa.control('psa.throttleNext', { count: 1, retryAfterSeconds: 7 });
    const answer = await create('x@x.example');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await create('x@x.example')).status).toBe(201);
  });

  test('500 is an envelope, 502 is a proxy page, and neither writes', async () => {
    psa.control('psa.failNext', { count: 1, status: 500 });
    expect((await create('x@x.example')).body.error.code).toBe('INTERNAL_ERROR');
    psa.control('psa.failNext', { status: 502 });
    const page = await create('x@x.example');
    expect([page.status, page.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
    expect(emails()).toHaveLength(1);
  });

  test('HTML with status 200, and a body cut in half', async () => {
    psa.control('psa.answerHtml', { count: 1 });
    const page = await psa.call('GET /api/v1/contacts');
    expect([page.status, page.text.startsWith('<!DOCTYPE html>')]).toEqual([200, true]);
    psa.control('psa.truncateAnswer', { count: 1 });
    await expect(psa.call('GET /api/v1/contacts')).rejects.toThrow();
  });

  test('a late answer comes after its effect', async () => {
    psa.control('psa.answerLate', { ms: 120, match: 'POST' });
    const pending = create('x@x.example');
    await expect.poll(() => emails().length, { interval: 5 }).toBe(2);
    const wroteAt = performance.now();
    expect((await pending).status).toBe(201);
    expect(performance.now() - wroteAt).toBeGreaterThan(40);
  });

  test('an accepted and forgotten field is answered 200 and not stored; it may even be echoed', async () => {
    const put = (role: string) => psa.call(`PUT /api/v1/contacts/${contactId(1)}`, { body: { role } });
    psa.control('psa.acceptAndDropField', { field: 'role', count: 1 });
    const honest = await put('CFO');
    expect([honest.status, honest.body.data.role]).toEqual([200, null]);
    psa.control('psa.acceptAndDropField', { field: 'role', echo: true });
    expect((await put('CFO')).body.data.role).toBe('CFO');
    expect(psa.psa.state().contacts[0]?.role).toBeNull();
    expect((await put('CFO')).body.data.role).toBe('CFO');
    expect(psa.psa.state().contacts[0]?.role).toBe('CFO');
  });
});

describe('changes underneath', () => {
  test('a contact is changed, moved, added and deleted by hand, and state tells who did it', async () => {
    psa.control('psa.changeContact', {
      contactId: contactId(1),
      changes: { role: 'Boss', email: 'Ann@Alder.example' },
    });
    expect((await psa.call(`GET /api/v1/contacts/${contactId(1)}`)).body.data).toMatchObject({
      role: 'Boss',
      email: 'Ann@Alder.example',
    });
    psa.control('psa.moveContact', { contactId: contactId(1), clientId: null });
    psa.control('psa.addContact', { fullName: 'Cy', email: 'cy@x.example', phoneNumbers: ['+1 555 010 0000'] });
    psa.control('psa.deleteContact', { contactId: contactId(1) });
    expect(emails()).toEqual(['cy@x.example']);
    expect(psa.psa.state().writes.map((write) => `${write.source} ${write.kind}`)).toEqual([
      'control update',
      'control update',
      'control create',
      'control delete',
    ]);
  });

  test('a verb with a wrong argument says what it wanted', () => {
    expect(() => psa.control('psa.changeContact', { contactId: contactId(9), changes: {} })).toThrow('no contact');
    expect(() => psa.control('psa.dropConnection', { when: 'sometimes' })).toThrow('before, after');
    expect(() => psa.control('psa.changeContact', { contactId: contactId(1), changes: { colour: 'red' } })).toThrow(
      'cannot change colour',
    );
  });

  test('reset brings the seed back and clears every fault', async () => {
    await create('x@x.example');
    psa.control('psa.failNext', { count: 'all' });
    psa.psa.reset();
    expect((await psa.call('GET /api/v1/contacts')).body.pagination.total).toBe(1);
    expect(psa.psa.state().writes).toEqual([]);
  });
});
