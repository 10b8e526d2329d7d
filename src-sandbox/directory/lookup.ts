/** Finds the tenant or person a control verb names; a name that nobody has is an error in words. */
import { type ControlArguments, ControlError, textOf } from '../control/arguments.ts';
import type { SandboxTenant, SandboxUser } from '../scenarios/world.ts';
import type { Directory } from './directory.ts';

/** By GUID, domain or display name. */
export function tenantNamed(directory: Directory, args: ControlArguments, name = 'tenant'): SandboxTenant {
  const reference = textOf(args, name);
  const tenant = directory.findTenant(reference);
  if (tenant === null) throw new ControlError(`No tenant of this world is called "${reference}".`);
  return tenant;
}

/** By object id, UPN or mail. */
export function userNamed(directory: Directory, tenant: SandboxTenant, args: ControlArguments): SandboxUser {
  const reference = textOf(args, 'user');
  const user = directory.findUser(tenant, reference);
  if (user === null) throw new ControlError(`Nobody in ${tenant.displayName} is called "${reference}".`);
  return user;
}
