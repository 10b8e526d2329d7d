/**
 * A cursor is Graph's delta link with what it is good for: this tenant, this host, this `$select`. Anything else about it makes it
 * expired, before a request is sent: a link of another customer would bring that customer's people.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { EntraTenantId } from '../../../../shared/vocabulary/ids.ts';
import { EngineError } from '../../domain/engine-error.ts';
import { userSelect } from './user-facts.ts';

const schema = z.object({ v: z.literal(1), entraTenantId: z.string(), select: z.string(), link: z.url() });

const selectHash = createHash('sha256').update(userSelect.join(',')).digest('hex').slice(0, 16);

export function writeCursor(entraTenantId: EntraTenantId, deltaLink: string): string {
  return JSON.stringify({ v: 1, entraTenantId, select: selectHash, link: deltaLink } satisfies z.input<typeof schema>);
}

/** The delta link; throws `provider.cursorExpired` for a cursor that is not for this read. */
export function readCursor(
  cursor: string,
  expected: { readonly entraTenantId: EntraTenantId; readonly origin: string },
): string {
  const parsed = schema.safeParse(parseJson(cursor));
  const fits =
    parsed.success &&
    parsed.data.entraTenantId === expected.entraTenantId &&
    parsed.data.select === selectHash &&
    new URL(parsed.data.link).origin === expected.origin;
  if (fits) return parsed.data.link;
  throw new EngineError(
    'provider.cursorExpired',
    'Where the last read ended is no longer usable. The next read is a full one.',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
