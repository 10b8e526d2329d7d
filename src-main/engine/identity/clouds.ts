/**
 * How MSAL is told of a cloud, and where its calls really go. MSAL knows Microsoft's own addresses only, so a sandbox is
 * spoken of by those and called at its own.
 */
import { type MicrosoftCloud, microsoftClouds } from '../domain/microsoft-cloud.ts';

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
