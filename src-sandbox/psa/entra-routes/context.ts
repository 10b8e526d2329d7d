/** What an Entra route handler is given, and the shape of a handler. */
import type { SandboxUser } from '../../scenarios/world.ts';
import type { AccessState } from '../access.ts';
import type { PsaRequest, Reply } from '../http.ts';
import type { PsaStore } from '../state.ts';
import type { WorkflowServices } from '../workflows/run-workflow.ts';
import type { Worker } from '../workflows/worker.ts';

/** What the PSA's own directory connection would discover; the sandbox's directory side supplies it. */
export type ManagedTenantFact = {
  entraTenantId: string;
  displayName: string;
  primaryDomain: string | null;
  sourceUserCount: number;
};

export type DirectoryGroupFact = { id: string; displayName: string };

/** The PSA's view of Microsoft or CIPP. Each call throws the provider's sentence when the control API asked for it. */
export type Directory = {
  listUsers: (entraTenantId: string) => SandboxUser[];
  listManagedTenants: () => ManagedTenantFact[];
  listGroups: (entraTenantId: string) => DirectoryGroupFact[];
};

export type EntraServices = {
  store: PsaStore;
  access: AccessState;
  worker: Worker;
  directory: Directory;
  workflows: WorkflowServices;
  mounted: { mode: 'head' | 'full' };
  /** Next validation's verdict: null = valid, else the failure code. */
  validation: { failure: string | null };
  now: () => number;
};

type EntraContext = EntraServices & { request: PsaRequest; operatorId: string };
export type EntraHandler = (context: EntraContext, id: string) => Reply;
