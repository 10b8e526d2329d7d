/**
 * The Microsoft clouds by name (`contracts/microsoft.md` 8) and the check that a cloud is what it says: tokens of a real
 * cloud never go to an address that is not Microsoft's, and a sandbox never leaves this machine.
 */
import { EngineError } from '../domain/engine-error.ts';
import { isLoopbackHost } from '../http/http-target.ts';
import type { MicrosoftCloud } from './port.ts';

export type MicrosoftCloudName = Exclude<MicrosoftCloud['name'], 'sandbox'>;

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

/** Throws `input.invalid` for a real cloud with foreign hosts, or a sandbox beyond loopback. */
export function checkCloud(cloud: MicrosoftCloud): void {
  if (cloud.name === 'sandbox') {
    for (const host of [cloud.loginHost, cloud.graphHost]) {
      if (!URL.canParse(host) || !isLoopbackHost(new URL(host).hostname)) {
        throw new EngineError('input.invalid', 'A sandbox must run on this machine (127.0.0.1). Check its addresses.');
      }
    }
    return;
  }
  const known = microsoftClouds[cloud.name];
  if (cloud.loginHost !== known.loginHost || cloud.graphHost !== known.graphHost) {
    throw new EngineError(
      'input.invalid',
      'The addresses of this Microsoft cloud are not the known ones. Choose the cloud again.',
    );
  }
}

/**
 * The base that MSAL's authorities are made from. MSAL refuses http and asks unknown hosts for metadata, so the sandbox
 * uses the real strings and our network client sends the calls to loopback (`contracts/microsoft.md` 5.9 A).
 */
export function authorityBase(cloud: MicrosoftCloud): string {
  return cloud.name === 'sandbox' ? microsoftClouds.global.loginHost : cloud.loginHost;
}

/** What the app holds in each tenant, whatever was consented there (`contracts/microsoft.md` 2.3). */
export function graphScopes(cloud: MicrosoftCloud): string[] {
  const graphHost = cloud.name === 'sandbox' ? microsoftClouds.global.graphHost : cloud.graphHost;
  return [`${graphHost}/.default`];
}

/** An address on MSAL's login host as it must really be called or opened. */
export function toRealLoginUrl(cloud: MicrosoftCloud, url: string): string {
  const base = authorityBase(cloud);
  return cloud.name === 'sandbox' && url.startsWith(`${base}/`)
    ? `${cloud.loginHost.replace(/\/+$/, '')}${url.slice(base.length)}`
    : url;
}
