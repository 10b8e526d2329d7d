/**
 * The PSA's own connection to Microsoft or CIPP, as the control API wants it to behave: refused, or answering with an odd
 * payload that the product reads as an empty directory (psa.md 5.7, W16).
 */
import type { Directory } from './entra-routes/context.ts';

export type ProviderFault = {
  what: 'users' | 'discovery';
  /** Null hits every tenant. */
  entraTenantId: string | null;
  /** Null means the odd payload: no error, nobody there. */
  message: string | null;
  left: number;
};

export function withProviderFaults(directory: Directory, faults: ProviderFault[]): Directory {
  function strike(what: ProviderFault['what'], entraTenantId: string | null): 'none' | 'empty' {
    const hit = faults.find(
      (fault) =>
        fault.what === what &&
        fault.left > 0 &&
        (fault.entraTenantId === null || fault.entraTenantId === entraTenantId),
    );
    if (!hit) return 'none';
    hit.left -= 1;
    if (hit.message !== null) throw new Error(hit.message);
    return 'empty';
  }
  return {
    listUsers: (entraTenantId) =>
      strike('users', entraTenantId) === 'empty' ? [] : directory.listUsers(entraTenantId),
    listManagedTenants: () => (strike('discovery', null) === 'empty' ? [] : directory.listManagedTenants()),
    listGroups: directory.listGroups,
  };
}
