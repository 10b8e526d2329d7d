/**
 * The Microsoft clouds by name (`contracts/microsoft.md` 8) and the check that a cloud is what it says: tokens of a real
 * cloud never go to an address that is not Microsoft's, and a sandbox never leaves this machine.
 */
import { EngineError } from './engine-error.ts';
import { isLoopbackAddress } from './loopback.ts';

/** Which Microsoft: real clouds by name, or hosts of a sandbox on loopback. */
export interface MicrosoftCloud {
  readonly name: 'global' | 'usGovL4' | 'usGovL5' | 'china' | 'sandbox';
  /** e.g. https://login.microsoftonline.com ; http only on loopback, and only for `sandbox`. */
  readonly loginHost: string;
  readonly graphHost: string;
}

export type MicrosoftCloudName = Exclude<MicrosoftCloud['name'], 'sandbox'>;

/** What an operator chooses: a cloud of Microsoft's by its name, or the addresses of a sandbox. */
export type CloudChoice =
  | { readonly name: MicrosoftCloudName }
  | { readonly name: 'sandbox'; readonly loginHost: string; readonly graphHost: string };

export const microsoftClouds: Readonly<Record<MicrosoftCloudName, MicrosoftCloud>> = {
  global: {
    name: 'global',
    loginHost: 'https://login.microsoftonline.com',
    graphHost: 'https://graph.microsoft.com',
  },
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

/** Throws `input.invalid` for a sandbox that is not on this machine: tokens must never go to a host somebody typed. */
export function cloudOf(choice: CloudChoice): MicrosoftCloud {
  if (choice.name !== 'sandbox') return microsoftClouds[choice.name];
  checkCloud(choice);
  return choice;
}

/** Throws `input.invalid` for a real cloud with foreign hosts, or a sandbox beyond loopback. */
export function checkCloud(cloud: MicrosoftCloud): void {
  if (cloud.name === 'sandbox') {
    if (isLoopbackAddress(cloud.loginHost) && isLoopbackAddress(cloud.graphHost)) return;
    throw new EngineError(
      'input.invalid',
      'A sandbox must run on this machine: use addresses on 127.0.0.1 or localhost.',
    );
  }
  const known = microsoftClouds[cloud.name];
  if (cloud.loginHost !== known.loginHost || cloud.graphHost !== known.graphHost)
    throw new EngineError(
      'input.invalid',
      'The addresses of this Microsoft cloud are not the known ones. Choose the cloud again.',
    );
}
