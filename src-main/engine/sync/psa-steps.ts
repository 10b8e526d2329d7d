/** What probing the PSA found out, as the layers of a connection check. */
import type { CheckStep } from '../providers/port.ts';
import type { PsaCapabilities } from '../psa/port.ts';

export function psaSteps(capabilities: PsaCapabilities): CheckStep[] {
  const { entraRoutes } = capabilities;
  return [
    { ...passed('psa.key', 'The API key is accepted.') },
    readStep(capabilities),
    writeStep(capabilities),
    { ...passed('psa.entraRoutes', entraRoutes.sentence), status: entraRoutes.state === 'mounted' ? 'pass' : 'skip' },
  ];
}

function passed(step: string, sentence: string): CheckStep {
  return { step, status: 'pass', sentence, remedy: null, link: null };
}

function readStep({ mayReadContacts, clientCount, contactCount }: PsaCapabilities): CheckStep {
  if (mayReadContacts)
    return passed('psa.read', `${clientCount ?? 'Some'} clients and ${contactCount ?? 'some'} contacts can be read.`);
  return {
    ...passed('psa.read', 'Contacts cannot be read with this key.'),
    status: 'fail',
    remedy: 'Give the key’s owner contact:read.',
  };
}

/** Null: this server offers no harmless way to ask, so the first write will tell. */
function writeStep({ mayWriteContacts }: PsaCapabilities): CheckStep {
  if (mayWriteContacts === true) return passed('psa.write', 'Contacts can be written.');
  if (mayWriteContacts === null)
    return {
      ...passed(
        'psa.write',
        'Whether contacts can be written shows at the first write; this server offers no harmless way to ask.',
      ),
      status: 'skip',
    };
  return {
    ...passed('psa.write', 'This key may only read: plans can be made, not applied.'),
    status: 'warn',
    remedy: 'Give the key’s owner contact:create and contact:update.',
  };
}
