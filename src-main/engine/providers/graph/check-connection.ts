/**
 * Proves a Microsoft connection layer by layer: credentials, token, operator, partner lists. Each failed layer names cause and
 * remedy; what depends on it is skipped, not guessed. Throws nothing but cancellation.
 */
import { errorRemedies } from '../../../../shared/vocabulary/error-texts.ts';
import { type EngineError, InvariantError, toEngineError } from '../../domain/engine-error.ts';
import type { AppCredentials, MicrosoftIdentity } from '../../identity/port.ts';
import type { CheckStep } from '../port.ts';
import type { GraphClient } from './graph-client.ts';
import { readOrganization } from './organization.ts';

export interface ConnectionCheck {
  readonly client: GraphClient;
  readonly identity: MicrosoftIdentity;
  readonly signal: AbortSignal;
}

const sourceNames: Readonly<Record<AppCredentials['source'], string>> = {
  tenantSecrets: 'this profile’s own secrets',
  environment: 'the environment (MICROSOFT_CLIENT_ID)',
  appSecrets: 'the central app secrets',
};

interface Probe {
  readonly step: string;
  /** A failure here is a warning: the connection works without it. */
  readonly isOptional: boolean;
  run(check: ConnectionCheck): Promise<string>;
}

const probes: readonly Probe[] = [
  {
    step: 'microsoft.token',
    isOptional: false,
    async run({ identity, signal }) {
      await identity.graphToken(null, { signal, forceRefresh: true });
      return 'The Microsoft sign-in renews.';
    },
  },
  {
    step: 'microsoft.operator',
    isOptional: false,
    async run({ client, identity, signal }) {
      const account = identity.account();
      if (account === null) throw new InvariantError('A token was renewed although nobody is signed in.');
      const organization = await readOrganization(client, account.homeTenantId, signal);
      return `Signed in as ${account.username} at ${organization.displayName ?? account.homeTenantId}.`;
    },
  },
  {
    step: 'microsoft.relationships',
    isOptional: false,
    async run({ client, signal }) {
      const count = await countRows(client, 'v1.0/tenantRelationships/delegatedAdminRelationships?$top=300', {
        signal,
        scopesNeeded: ['DelegatedAdminRelationship.Read.All'],
      });
      return `${count} GDAP relationships can be read.`;
    },
  },
  {
    step: 'microsoft.contracts',
    isOptional: true,
    async run({ client, signal }) {
      const count = await countRows(client, 'v1.0/contracts', { signal, scopesNeeded: ['Directory.Read.All'] });
      return `${count} partner contracts can be read.`;
    },
  },
];

export async function checkConnection(check: ConnectionCheck): Promise<readonly CheckStep[]> {
  const steps: CheckStep[] = [credentialStep(check)];
  let isBroken = false;
  for (const probe of probes) {
    if (isBroken) {
      steps.push({
        step: probe.step,
        status: 'skip',
        sentence: 'Not tried, because an earlier step failed.',
        remedy: null,
        link: null,
      });
      continue;
    }
    const step = await runProbe(probe, check);
    isBroken = step.status === 'fail' && (probe.step === 'microsoft.token' || probe.step === 'microsoft.operator');
    steps.push(step);
  }
  return steps;
}

async function runProbe(probe: Probe, check: ConnectionCheck): Promise<CheckStep> {
  try {
    return { step: probe.step, status: 'pass', sentence: await probe.run(check), remedy: null, link: null };
  } catch (thrown) {
    const error = toEngineError(thrown);
    if (error.code === 'cancelled') throw error;
    return failedStep(probe, error);
  }
}

function failedStep(probe: Probe, error: EngineError): CheckStep {
  const { link, whoCanFix } = error.details;
  const fixer = typeof whoCanFix === 'string' && whoCanFix !== 'you' ? ` (${whoCanFix})` : '';
  return {
    step: probe.step,
    status: probe.isOptional ? 'warn' : 'fail',
    sentence: error.message,
    remedy: `${errorRemedies[error.code]}${fixer}`,
    link: typeof link === 'string' ? link : null,
  };
}

function credentialStep({ identity }: ConnectionCheck): CheckStep {
  const account = identity.account();
  const from = ` App registration found in ${sourceNames[identity.credentialSource]}.`;
  if (account !== null) {
    return {
      step: 'microsoft.credentials',
      status: 'pass',
      sentence: `Sign-in of ${account.username} is kept.${from}`,
      remedy: null,
      link: null,
    };
  }
  return {
    step: 'microsoft.credentials',
    status: 'fail',
    sentence: `Nobody is signed in to Microsoft.${from}`,
    remedy: errorRemedies['provider.credentialRejected'],
    link: null,
  };
}

async function countRows(
  client: GraphClient,
  path: string,
  call: { readonly signal: AbortSignal; readonly scopesNeeded: readonly string[] },
): Promise<number> {
  let count = 0;
  for await (const raw of client.pages(path, { ...call, entraTenantId: null })) count += raw.rows.length;
  return count;
}
