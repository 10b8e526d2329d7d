/** The control verbs of the Entra integration: what is mounted, sessions, the worker, the provider, rules, links. */
import { type ControlArgs, choiceArg, flagArg, numberArg, optionalText, recordArg, textArg } from './control-args.ts';
import type { EntraServices } from './entra-routes/context.ts';
import { startWorkflow } from './entra-routes/run-routes.ts';
import type { ControlVerb } from './fault-verbs.ts';
import type { FlagBackend } from './flags.ts';
import type { ProviderFault } from './provider-faults.ts';
import { openSession, type SessionServices } from './session.ts';
import { upsertLink } from './workflows/contact-links.ts';

type EntraVerbTargets = {
  services: () => EntraServices;
  sessions: () => SessionServices;
  providerFaults: ProviderFault[];
  flagBackend: { mode: FlagBackend };
};

function mount(services: EntraServices, args: ControlArgs): unknown {
  services.mounted.mode = choiceArg(args, 'mode', ['head', 'full']);
  return { mode: services.mounted.mode };
}

function killWorker(services: EntraServices, args: ControlArgs): unknown {
  if (args['afterUsers'] === undefined) services.worker.kill();
  else services.worker.settings.usersUntilDeath = numberArg(args, 'afterUsers');
  return { alive: services.worker.settings.alive };
}

function workerVerbs(services: () => EntraServices): Record<string, ControlVerb> {
  return {
    'psa.killWorker': (args) => killWorker(services(), args),
    'psa.reviveWorker': () => {
      services().worker.revive();
      return { alive: true };
    },
    'psa.temporal': (args) => {
      const { settings } = services().worker;
      settings.reachable = flagArg(args, 'reachable', true);
      return { reachable: settings.reachable };
    },
    'psa.workflowPace': (args) => {
      const { settings } = services().worker;
      settings.retryDelayMs = numberArg(args, 'retryDelayMs', settings.retryDelayMs);
      settings.userDelayMs = numberArg(args, 'userDelayMs', settings.userDelayMs);
      return { retryDelayMs: settings.retryDelayMs, userDelayMs: settings.userDelayMs };
    },
    'psa.fireSchedule': () => {
      const current = services();
      const workflowId = `entra-all-tenants-sync-schedule:${current.store.tenant}-${current.store.nowIso()}`;
      return startWorkflow(current, { scope: 'all-tenants', trigger: 'scheduled' }, { initiatedBy: null, workflowId });
    },
  };
}

function sessionVerbs(sessions: () => SessionServices): Record<string, ControlVerb> {
  return {
    'psa.openSession': () => ({ cookie: openSession(sessions()).cookieHeader }),
    'psa.expireSession': () => {
      const { store, now } = sessions();
      for (const session of store.sessions) session.expiresAt = Math.min(session.expiresAt, now());
      return { expired: store.sessions.length };
    },
    'psa.revokeSession': () => {
      const { store } = sessions();
      for (const session of store.sessions) session.revoked = true;
      return { revoked: store.sessions.length };
    },
    'psa.sessionSettings': (args) => {
      const { settings } = sessions();
      settings.lifetimeSeconds = numberArg(args, 'lifetimeSeconds', settings.lifetimeSeconds);
      settings.chunks = numberArg(args, 'chunks', settings.chunks);
      return { lifetimeSeconds: settings.lifetimeSeconds, chunks: settings.chunks };
    },
  };
}

function directoryVerbs(targets: EntraVerbTargets): Record<string, ControlVerb> {
  const add = (args: ControlArgs, message: string | null) => {
    targets.providerFaults.push({
      what: choiceArg({ what: 'users', ...args }, 'what', ['users', 'discovery']),
      entraTenantId: optionalText(args, 'entraTenantId'),
      message,
      left: args['count'] === undefined ? Number.POSITIVE_INFINITY : numberArg(args, 'count'),
    });
    return { ok: true };
  };
  return {
    'psa.providerFailure': (args) => add(args, optionalText(args, 'message') ?? 'Request failed with status code 400'),
    'psa.providerEmpty': (args) => add(args, null),
    'psa.providerRecovers': () => {
      targets.providerFaults.length = 0;
      return { ok: true };
    },
    'psa.validationFails': (args) => {
      targets.services().validation.failure = optionalText(args, 'code');
      return { ok: true };
    },
    'psa.connection': (args) => {
      const { store } = targets.services();
      const active = flagArg(args, 'active', store.connection.is_active);
      const type =
        args['type'] === undefined ? store.connection.connection_type : choiceArg(args, 'type', ['direct', 'cipp']);
      const status = active ? 'connected' : 'disconnected';
      store.connection = { ...store.connection, connection_type: type, is_active: active, status };
      return store.connection;
    },
  };
}

export function createEntraVerbs(targets: EntraVerbTargets): Record<string, ControlVerb> {
  const { services, sessions } = targets;
  return {
    ...workerVerbs(services),
    ...sessionVerbs(sessions),
    ...directoryVerbs(targets),
    'psa.mount': (args) => mount(services(), args),
    'psa.fieldRules': (args) => {
      const { store } = services();
      store.settings = { ...store.settings, exists: true, field_sync_config: recordArg(args, 'config') };
      return store.settings.field_sync_config;
    },
    'psa.userFilter': (args) => {
      const { store } = services();
      store.settings = { ...store.settings, exists: true, user_filter_config: recordArg(args, 'config') };
      return store.settings.user_filter_config;
    },
    'psa.addLink': (args) => {
      const target = {
        contactId: textArg(args, 'contactId'),
        clientId: textArg(args, 'clientId'),
        entraTenantId: textArg(args, 'entraTenantId'),
        entraObjectId: textArg(args, 'entraObjectId'),
      };
      return upsertLink(services().store, target, 'control');
    },
    'psa.flagBackend': (args) => {
      targets.flagBackend.mode = choiceArg(args, 'mode', ['ready', 'notConfigured', 'complainsAboutKey']);
      return { mode: targets.flagBackend.mode };
    },
  };
}
