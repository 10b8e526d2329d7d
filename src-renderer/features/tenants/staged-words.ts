/** A staged decision in words: short for a row, and as the write that confirming it will make. */
import type { StagedDecision } from './staging.ts';

export function stagedSentence({ decision, clientName, tenantName }: StagedDecision): string {
  switch (decision.kind) {
    case 'map':
      return clientName ?? 'the chosen client';
    case 'createClient':
      return `New client “${clientName ?? tenantName}”`;
    case 'skip':
      return 'Skip';
    case 'unmap':
      return 'Unmap';
  }
}

/** What is written where when this is confirmed. */
export function writeSentence(staged: StagedDecision): string {
  switch (staged.decision.kind) {
    case 'map':
      return `Store the mapping to ${staged.clientName ?? 'the chosen client'}. Nothing is written to the PSA.`;
    case 'createClient':
      return `Create the client “${staged.clientName ?? staged.tenantName}” in the PSA, then store the mapping. Unmapping later does not remove it.`;
    case 'skip':
      return 'Remember that this tenant is skipped. It comes back only when its evidence changes.';
    case 'unmap':
      return 'Forget the mapping. Contacts and links stay as they are.';
  }
}
