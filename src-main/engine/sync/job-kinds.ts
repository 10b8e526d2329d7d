/** Names of the queue's handlers; stored in job rows, so they never change. */
export const jobKinds = {
  discover: 'sync.discover',
  preflight: 'sync.preflight',
  apply: 'sync.applyPlan',
  undo: 'sync.undo',
  applyThere: 'sync.applyThere',
  push: 'queue.push',
} as const;
