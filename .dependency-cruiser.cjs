// Import rules for the folders of docs/architecture.md. Each comment is advice to whoever broke the rule.

const ENGINE = '^src-main/engine/';
const TESTS = '[.]test[.]tsx?$';
const VOCABULARY = '^shared/vocabulary/';
const PORTS = `${ENGINE}(providers|psa|identity|secrets)/[a-z-]*port[.]ts$`;
const LOG = `${ENGINE}log[.]ts$`;
// The shell may not load the engine into its own process, but has to know where a profile lives.
const ENGINE_FRONT_DOOR = `${ENGINE}(index|profile-home)[.]ts$`;

/** Code matching `from` may reach only `allowed` among our own folders. Groups in `from` are usable as $1. */
function mayOnlyReach(name, from, allowed, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from, pathNot: TESTS },
    to: { path: '^(src-|shared/|test/)', pathNot: allowed },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Two files need each other. Move what both use into the lower one, or into domain.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'The file or package does not exist, or is missing from package.json.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^electron$' },
    },
    mayOnlyReach(
      'vocabulary-is-a-leaf',
      VOCABULARY,
      [VOCABULARY],
      'Vocabulary is ids, unions and codes. If it needs an import it is not vocabulary.',
    ),
    mayOnlyReach(
      'contract-knows-only-vocabulary',
      '^shared/contract/',
      ['^shared/'],
      'The contract is what both processes agree on. It cannot know how either side works.',
    ),
    {
      name: 'shared-no-node',
      comment: 'The renderer loads shared code too, and it has no Node.',
      severity: 'error',
      from: { path: '^shared/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    mayOnlyReach(
      'domain-is-pure',
      `${ENGINE}domain/`,
      [`${ENGINE}domain/`, VOCABULARY],
      'Domain decides from its arguments. Fetch first in sync, then pass the values in.',
    ),
    {
      name: 'domain-no-io',
      comment:
        'Domain uses no Node module and only two pure data packages (docs/decisions/0003), so it can be tested with values alone.',
      severity: 'error',
      from: { path: `${ENGINE}domain/`, pathNot: TESTS },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'],
        pathNot: 'node_modules/(tldts|libphonenumber-js)/',
      },
    },
    mayOnlyReach(
      'store-knows-domain',
      `${ENGINE}store/`,
      [`${ENGINE}(store|domain)/`, VOCABULARY],
      'A repository stores and finds. If it must call something, the caller belongs in sync.',
    ),
    mayOnlyReach(
      'adapters-stand-alone',
      `${ENGINE}(providers|psa|identity|secrets)/`,
      [
        `${ENGINE}$1/`,
        `${ENGINE}(providers|psa|identity|secrets)/[a-z-]*port[.]ts$`,
        `${ENGINE}(domain|http)/`,
        `${ENGINE}host-services[.]ts$`,
        VOCABULARY,
      ],
      'An adapter speaks one remote API and returns domain types. Saving and queueing happen in sync.',
    ),
    mayOnlyReach(
      'http-knows-no-remote-system',
      `${ENGINE}http/`,
      [`${ENGINE}(http|domain)/`, VOCABULARY],
      'What every adapter needs of HTTP. The meaning of an answer belongs to the adapter.',
    ),
    {
      name: 'adapters-do-not-know-each-other',
      comment: 'Graph and CIPP are alternatives behind one port. Shared helpers go beside port.ts.',
      severity: 'error',
      from: { path: `${ENGINE}providers/([^/]+)/` },
      to: { path: `${ENGINE}providers/[^/]+/`, pathNot: `${ENGINE}providers/$1/` },
    },
    mayOnlyReach(
      'jobs-know-no-use-case',
      `${ENGINE}jobs/`,
      [`${ENGINE}(jobs|store|domain)/`, LOG, VOCABULARY],
      'The queue runs handlers it is given. Register the handler from sync instead of importing it.',
    ),
    mayOnlyReach(
      'sync-sees-ports-only',
      `${ENGINE}sync/`,
      [`${ENGINE}(sync|domain|store|jobs)/`, PORTS, LOG, `${ENGINE}host-services[.]ts$`, VOCABULARY],
      'Use cases depend on the port. engine/index.ts chooses the adapter.',
    ),
    mayOnlyReach(
      'api-maps-names-to-use-cases',
      `${ENGINE}api/`,
      [
        `${ENGINE}(api|sync|store|domain|jobs)/`,
        PORTS,
        LOG,
        `${ENGINE}sandbox-facts[.]ts$`,
        `${ENGINE}host-services[.]ts$`,
        '^shared/',
      ],
      'A contract entry calls a use case. It does not speak to a remote system by itself.',
    ),
    {
      name: 'engine-layers-do-not-know-the-contract',
      comment: 'View models belong to api. Return domain types and let api translate.',
      severity: 'error',
      from: { path: `${ENGINE}(domain|store|providers|psa|identity|secrets|http|jobs|sync)/`, pathNot: TESTS },
      to: { path: '^shared/contract/' },
    },
    {
      name: 'engine-knows-no-host',
      comment: 'The engine runs under any host. Ask through HostServices.',
      severity: 'error',
      from: { path: ENGINE, pathNot: TESTS },
      to: { path: '^src-main/(shell|web|cli)/' },
    },
    {
      name: 'sqlite-only-in-store',
      comment: 'SQL lives in a repository. Add a function there with a name in field words.',
      severity: 'error',
      from: { pathNot: [`${ENGINE}store/`, '^test/', TESTS] },
      to: { path: 'better-sqlite3' },
    },
    {
      name: 'electron-only-in-shell-and-preload',
      comment: 'The engine must run under plain Node. Pass in what you needed from Electron.',
      severity: 'error',
      from: { pathNot: ['^src-main/shell/', '^src-preload/', '^test/'] },
      to: { path: '(^|/)electron($|/)' },
    },
    {
      name: 'engine-process-has-no-electron',
      comment: 'This side of the pipe also runs under plain Node. Electron belongs to the other side.',
      severity: 'error',
      from: { path: '^src-main/(shell/engine-process|shell/serve-engine|web|cli)' },
      to: { path: '(^|/)electron($|/)', reachable: true },
    },
    {
      name: 'hosts-enter-by-the-front-door',
      comment: 'A host starts the engine and forwards contract calls. Expose what you need in engine/index.ts.',
      severity: 'error',
      from: { path: '^src-main/(shell|web|cli)/', pathNot: TESTS },
      to: { path: ENGINE, pathNot: ENGINE_FRONT_DOOR },
    },
    mayOnlyReach(
      'preload-is-thin',
      '^src-preload/',
      ['^src-preload/', '^shared/'],
      'Preload carries messages. Logic goes to the engine or the renderer.',
    ),
    mayOnlyReach(
      'renderer-talks-contract',
      '^src-renderer/',
      ['^src-renderer/', '^shared/'],
      'Screens know view models, not engine types. Add the shape to the contract.',
    ),
    {
      name: 'renderer-no-node',
      comment: 'The renderer is sandboxed. Ask the engine through a contract call.',
      severity: 'error',
      from: { path: '^src-renderer/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'features-do-not-import-features',
      comment: 'Lift the shared part into ui, or meet through a route or a contract call.',
      severity: 'error',
      from: { path: '^src-renderer/features/([^/]+)/' },
      to: { path: '^src-renderer/features/', pathNot: '^src-renderer/features/$1/' },
    },
    {
      name: 'ui-knows-no-feature',
      comment: 'A ui component takes props. If it needs a feature, it belongs to that feature.',
      severity: 'error',
      from: { path: '^src-renderer/(ui|bridge)/' },
      to: { path: '^src-renderer/(features|app)/' },
    },
    mayOnlyReach(
      'sandbox-is-an-independent-witness',
      '^src-sandbox/',
      ['^src-sandbox/'],
      'The simulator must not share a mapper with the code it tests. Write the shape out again.',
    ),
    {
      name: 'product-never-imports-tests-or-sandbox',
      comment: 'Nothing that ships may need a test or the sandbox.',
      severity: 'error',
      from: { path: '^(src-(main|preload|renderer)|shared)/', pathNot: TESTS },
      to: { path: '^(test|src-sandbox)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
