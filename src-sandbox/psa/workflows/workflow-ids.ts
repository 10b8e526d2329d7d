/**
 * Workflow ids with the five-minute bucket (psa.md 3.2). Two clicks inside one bucket share an id; one second either side
 * of a bucket edge makes two ids, hence two parallel runs: that hole is part of the contract.
 */
const BUCKET_MS = 5 * 60_000;

export type WorkflowScope =
  | { scope: 'initial' }
  | { scope: 'all-tenants'; trigger: 'manual' | 'scheduled' }
  | { scope: 'single-client'; managedTenantId: string; clientId: string };

function segment(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]/g, '-');
}

function bucketOf(now: number): string {
  const floored = new Date(Math.floor(now / BUCKET_MS) * BUCKET_MS);
  return `bucket-${floored
    .toISOString()
    .replace(/\.\d{3}/, '')
    .replace(/[-:]/g, '')}`;
}

export function workflowIdOf(tenant: string, wanted: WorkflowScope, now: number): string {
  const bucket = bucketOf(now);
  switch (wanted.scope) {
    case 'initial':
      return ['entra-initial-sync', segment(tenant), bucket].join(':');
    case 'all-tenants':
      return ['entra-all-tenants-sync', segment(tenant), wanted.trigger, bucket].join(':');
    case 'single-client':
      return [
        'entra-tenant-sync',
        segment(tenant),
        segment(wanted.managedTenantId),
        segment(wanted.clientId),
        bucket,
      ].join(':');
  }
}
