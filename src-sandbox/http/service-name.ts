/** The four simulated services, by the names used in the request log and in control verbs. */
export const serviceNames = ['identity', 'graph', 'cipp', 'psa'] as const;
export type ServiceName = (typeof serviceNames)[number];
