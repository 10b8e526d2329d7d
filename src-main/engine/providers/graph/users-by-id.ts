/** Fetches people by id, twenty a request. Somebody who is not there any more is simply missing from the answer. */
import { sleep } from '../../http/sleep.ts';
import type { BatchPart, BatchRequest, GraphCall, GraphClient } from './graph-client.ts';
import { partWaitMs } from './part-wait.ts';
import { userSelect } from './user-facts.ts';

const PER_BATCH = 20;
const MAX_ATTEMPTS = 4;

/** Throws when a part is refused for good; nobody is left out silently but those that Graph does not find. */
export async function fetchUsersById(
  client: GraphClient,
  ids: readonly string[],
  call: GraphCall,
): Promise<ReadonlyMap<string, unknown>> {
  const found = new Map<string, unknown>();
  for (let start = 0; start < ids.length; start += PER_BATCH) {
    await fetchBatch(client, ids.slice(start, start + PER_BATCH), { call, found });
  }
  return found;
}

async function fetchBatch(
  client: GraphClient,
  ids: readonly string[],
  { call, found }: { readonly call: GraphCall; readonly found: Map<string, unknown> },
): Promise<void> {
  let open = ids;
  for (let attempt = 1; open.length > 0; attempt += 1) {
    const requests = new Map<string, BatchRequest>(
      open.map((id) => [id, { url: `/users/${id}?$select=${userSelect.join(',')}` }]),
    );
    const parts = await client.batch(requests, call);
    const again = [...parts].filter(([, part]) => isBusy(part));
    for (const [id, part] of parts) {
      if (part.status === 200) found.set(id, part.body);
      else if (part.status !== 404 && !isBusy(part)) throw client.partError(part, call);
    }
    const [busy] = again;
    // Each part is throttled by itself although the whole says 200 (`contracts/microsoft.md` 2.9).
    if (busy !== undefined && attempt >= MAX_ATTEMPTS) throw client.partError(busy[1], call);
    open = again.map(([id]) => id);
    if (open.length > 0)
      await sleep(
        partWaitMs(
          again.map(([, part]) => part),
          attempt,
        ),
        call.signal,
      );
  }
}

function isBusy(part: BatchPart): boolean {
  return part.status === 429 || part.status >= 500;
}
