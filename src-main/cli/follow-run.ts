/** Waits for a run and tells its progress on standard error, its cancel window first; answers the run as it ended. */
import type { RunView } from '../../shared/contract/run-entries.ts';
import { offerTakeBack } from './cancel-window.ts';
import { exitCodes } from './exit-codes.ts';
import { printNote } from './output.ts';
import type { ConcordClient } from './session.ts';

const ended: ReadonlySet<RunView['status']> = new Set(['completed', 'partial', 'failed', 'cancelled', 'held']);

/** Follows until the run ends or pauses. Progress lines go to standard error, once per change. */
export async function followRun(
  client: ConcordClient,
  runId: string,
  options: { readonly quiet: boolean },
): Promise<RunView> {
  let last = '';
  let endOffer: (() => void) | null = null;
  for await (const { run } of await client.runs.follow({ runId })) {
    if (run.window) endOffer ??= offerCancel(client, run, run.window);
    else {
      endOffer?.();
      if (!options.quiet && run.sentence !== last) printNote(run.sentence);
      last = run.sentence;
    }
    if (ended.has(run.status) || run.status === 'paused') return run;
  }
  return (await client.runs.get({ runId })).run;
}

function offerCancel(
  client: ConcordClient,
  { runId }: RunView,
  { endsAt, oneWay }: NonNullable<RunView['window']>,
): () => void {
  return offerTakeBack({
    endsAt,
    because: oneWay.map((changes) => changes.sentence).join(' '),
    async takeBack() {
      await client.runs.cancel({ runId });
      return (await client.runs.get({ runId })).run.sentence;
    },
  });
}

const codes: Partial<Record<RunView['status'], number>> = {
  completed: exitCodes.ok,
  partial: exitCodes.partial,
  held: exitCodes.needsOperator,
  paused: exitCodes.needsOperator,
  cancelled: exitCodes.cancelled,
};

export function exitCodeOfRun(run: RunView): number {
  return codes[run.status] ?? exitCodes.failed;
}
