/** Which address a request really goes to: joined, checked for https and against the hosts that were named. */

import { EngineError } from '../domain/engine-error.ts';
import { isLoopbackHost } from '../domain/loopback.ts';
import type { HttpOptions } from './http-types.ts';

/** The absolute address, after the host list and the plain-http rule. */
export function resolveTarget(options: HttpOptions, url: string): URL {
  const absolute = options.baseUrl !== null && !/^[a-z][a-z0-9+.-]*:/i.test(url) ? joinUrl(options.baseUrl, url) : url;
  if (!URL.canParse(absolute)) {
    throw new EngineError(
      options.service.wrongAddress,
      `The address of ${options.service.name} is not a web address. Check it.`,
    );
  }
  const target = new URL(absolute);
  if (target.protocol !== 'https:' && !(target.protocol === 'http:' && plainHttpAllowed(options, target))) {
    throw new EngineError(
      options.service.wrongAddress,
      `${options.service.name} must be reached by https; ${target.host} was given without it. Check the address.`,
      { details: { host: target.host } },
    );
  }
  if (!options.allowedHosts.some((host) => host.toLowerCase() === target.host.toLowerCase())) {
    throw new EngineError(
      options.service.wrongAddress,
      `Concord was pointed at ${target.host}, which is not an address of ${options.service.name}, so nothing was sent there.`,
      { details: { host: target.host } },
    );
  }
  return target;
}

/** A path below a base address that may itself carry a path; never lets a leading slash drop that path. */
export function joinUrl(baseUrl: string, path: string): string {
  return `${baseUrl.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

function plainHttpAllowed(options: HttpOptions, target: URL): boolean {
  return options.plainHttp === 'anywhere' || isLoopbackHost(target.hostname);
}
