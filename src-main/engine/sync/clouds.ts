/** Which hosts belong to which Microsoft cloud (`contracts/microsoft.md` 8). A sandbox names its own, on loopback only. */
import { EngineError } from '../domain/engine-error.ts';
import type { MicrosoftCloud } from '../identity/port.ts';

const clouds: Readonly<Record<Exclude<MicrosoftCloud['name'], 'sandbox'>, MicrosoftCloud>> = {
  global: { name: 'global', loginHost: 'https://login.microsoftonline.com', graphHost: 'https://graph.microsoft.com' },
  usGovL4: { name: 'usGovL4', loginHost: 'https://login.microsoftonline.us', graphHost: 'https://graph.microsoft.us' },
  usGovL5: {
    name: 'usGovL5',
    loginHost: 'https://login.microsoftonline.us',
    graphHost: 'https://dod-graph.microsoft.us',
  },
  china: {
    name: 'china',
    loginHost: 'https://login.partner.microsoftonline.cn',
    graphHost: 'https://microsoftgraph.chinacloudapi.cn',
  },
};

export type CloudChoice =
  | { readonly name: Exclude<MicrosoftCloud['name'], 'sandbox'> }
  | { readonly name: 'sandbox'; readonly loginHost: string; readonly graphHost: string };

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** True for an address on this machine; anything that is no address is not. */
export function isLoopback(address: string): boolean {
  return URL.canParse(address) && loopbackHosts.has(new URL(address).hostname);
}

/** Throws `input.invalid` for a sandbox that is not on this machine: tokens must never go to a host somebody typed. */
export function cloudOf(choice: CloudChoice): MicrosoftCloud {
  if (choice.name !== 'sandbox') return clouds[choice.name];
  if (isLoopback(choice.loginHost) && isLoopback(choice.graphHost)) return choice;
  throw new EngineError(
    'input.invalid',
    'A sandbox must run on this machine: use addresses on 127.0.0.1 or localhost.',
  );
}
