/** `queue`, `resolve`, `reopen`: the people a machine would have to guess about. */
import type { Command } from 'commander';
import { Option } from 'commander';
import type { QueueItem, QueueRow, ResolutionInput } from '../../../shared/contract/queue-entries.ts';
import { EngineError } from '../../engine/index.ts';
import { nowOption, offerTakeBack, windowHelp } from '../cancel-window.ts';
import { exitCodes } from '../exit-codes.ts';
import { printAnswer, table } from '../output.ts';
import { action, type ConcordClient, type GlobalOptions, withEngine } from '../session.ts';
import { ledgerText } from './explain.ts';

async function listQueue(
  options: GlobalOptions & { readonly status: 'open' | 'resolved' | 'dismissed' | 'all' },
  itemId: string | undefined,
): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    if (itemId !== undefined) {
      const item = await client.queue.get({ queueItemId: itemId });
      printAnswer(json, item, () =>
        [
          `${item.displayName} <${item.address ?? '-'}> at ${item.clientName}: ${item.because}`,
          ...item.candidates.map(
            (candidate, index) =>
              `\n${index + 1}. ${candidate.contact.fullName} <${candidate.contact.email ?? '-'}>  ${candidate.contact.contactId}${candidate.obstacle ? `\n   cannot be chosen: ${candidate.obstacle}` : ''}\n${ledgerText(candidate.evidence)}`,
          ),
        ].join('\n'),
      );
      return exitCodes.ok;
    }
    const rows: QueueRow[] = [];
    for (;;) {
      const page = await client.queue.list({ status: options.status, offset: rows.length, limit: 500 });
      rows.push(...page.rows);
      if (page.rows.length === 0 || rows.length >= page.total) break;
    }
    printAnswer(json, rows, () =>
      table(
        ['item', 'client', 'person', 'address', 'candidates', 'because'],
        rows.map((row) => [
          row.queueItemId,
          row.clientName,
          row.displayName,
          row.address,
          row.candidateCount,
          row.because,
        ]),
        'The queue is empty.',
      ),
    );
    return exitCodes.ok;
  });
}

interface ResolveOptions extends GlobalOptions {
  readonly link?: string;
  readonly create?: boolean;
  readonly dismiss?: boolean;
  readonly note?: string;
}

function resolutionOf(options: ResolveOptions): ResolutionInput {
  const given = [options.link !== undefined, options.create === true, options.dismiss === true].filter(Boolean).length;
  if (given !== 1)
    throw new EngineError('input.invalid', 'Give exactly one answer: --link CONTACT, --create or --dismiss.');
  if (options.link !== undefined) return { kind: 'linkExisting', contactId: options.link };
  return options.create ? { kind: 'createNew' } : { kind: 'dismiss', note: options.note ?? null };
}

const longestWaitMs = 60_000;

/** Waits until a stored decision has been pushed, so that a script knows how it ended. */
async function pushed(client: ConcordClient, row: QueueRow): Promise<QueueRow> {
  let latest = row;
  let endOffer: (() => void) | null = null;
  for (let waitedMs = 0; latest.push === 'waiting' && waitedMs < longestWaitMs; waitedMs += 100) {
    await new Promise((done) => setTimeout(done, 100));
    const item = await client.queue.get({ queueItemId: row.queueItemId });
    latest = item;
    if (item.pushAt === null) endOffer?.();
    else endOffer ??= offerReopen(client, item, item.pushAt);
  }
  endOffer?.();
  return latest;
}

function offerReopen(client: ConcordClient, item: QueueItem, endsAt: number): () => void {
  return offerTakeBack({
    endsAt,
    because: item.oneWayAnswers.find(({ answer }) => answer === item.resolution)?.sentence ?? '',
    async takeBack() {
      const { displayName } = await client.queue.reopen({ queueItemId: item.queueItemId });
      return `Taken back; nothing was sent. ${displayName} is open again.`;
    },
  });
}

async function resolve(options: ResolveOptions, itemId: string): Promise<number> {
  const resolution = resolutionOf(options);
  return withEngine(options, async ({ client, json }) => {
    const row = await pushed(client, await client.queue.resolve({ queueItemId: itemId, resolution }));
    printAnswer(json, row, () =>
      row.push === 'conflict'
        ? `Stored, but the contact changed meanwhile: ${row.pushError} See: concord conflicts`
        : row.push === 'failed'
          ? `Stored, but the push failed: ${row.pushError}`
          : row.push === 'waiting'
            ? 'Stored; it is pushed as soon as the PSA can be reached.'
            : `${row.displayName}: ${row.status}.`,
    );
    return row.push === 'failed' || row.push === 'conflict' ? exitCodes.failed : exitCodes.ok;
  });
}

async function reopen(options: GlobalOptions, itemId: string): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const row = await client.queue.reopen({ queueItemId: itemId });
    printAnswer(json, row, () => `${row.displayName} is open again.`);
    return exitCodes.ok;
  });
}

/** What was decided and stopped because the facts moved, with all three values of each field. */
async function conflicts(options: GlobalOptions): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const { rows } = await client.queue.conflicts({});
    printAnswer(json, rows, () =>
      table(
        ['item', 'client', 'person', 'answer', 'field', 'you saw', 'you chose', 'is now'],
        rows.flatMap(({ queueItemId, clientName, displayName, action, sentence, fields }) => {
          const head = [queueItemId ?? 'planned', clientName, displayName, action];
          return fields.length === 0
            ? [[...head, sentence, null, null, null]]
            : fields.map(({ field, base, intended, current }) => [...head, field, base, intended, current]);
        }),
        'No conflicts.',
      ),
    );
    return exitCodes.ok;
  });
}

export function addQueueCommands(program: Command): void {
  program
    .command('queue')
    .argument('[item]', 'show one item with its candidates')
    .description('people waiting for a decision')
    .addOption(
      new Option('--status <status>', 'which').choices(['open', 'resolved', 'dismissed', 'all']).default('open'),
    )
    .action(action(listQueue));
  program
    .command('resolve')
    .argument('<item>')
    .description('answer one queue item')
    .option('--link <contact>', 'this contact is the person')
    .option('--create', 'nobody is: create a new contact')
    .option('--dismiss', 'neither; stays dismissed until the evidence changes')
    .option('--note <text>', 'why (with --dismiss)')
    .option(...nowOption)
    .addHelpText('after', windowHelp)
    .action(action(resolve));
  program
    .command('conflicts')
    .description('decisions and planned changes that met changed facts: seen, chosen, there now')
    .action(action(conflicts));
  program.command('reopen').argument('<item>').description('take an answer back').action(action(reopen));
}
