'use strict';

/**
 * The floors of the house. Imports go down only: cli → run → (browser, target, wire, suites, fixtures, reports) →
 * (fetch-standard, http1, vocabulary, results, system, package.ts, join-modules.ts). The rooms of the third floor do not import
 * each other.
 */
const thirdFloor = ['src/browser', 'src/target', 'src/wire', 'suites', 'fixtures', 'reports'];
const groundFloor = [
  'src/fetch-standard',
  'src/http1',
  'src/vocabulary',
  'src/results',
  'src/system',
  'src/package[.]ts',
  'src/join-modules[.]ts',
];
const production = '^(src|suites|fixtures|reports|servers)/';

const ours = '^(src|suites|fixtures|reports|servers|test|bench|scripts|schemas|docs)/';
const within = (rooms) => rooms.map((room) => `^${room}${room.endsWith('[.]ts') ? '$' : '/'}`);

const thirdFloorRules = thirdFloor.map((room) => ({
  name: `third-floor-${room.replace('src/', '')}`,
  comment: `${room} imports itself and the ground floor: ${groundFloor.join(', ').replace('[.]', '.')}.`,
  severity: 'error',
  from: { path: within([room]) },
  to: { path: ours, pathNot: within([room, ...groundFloor]) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Who imports each other is one module. Types count.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'fetch-standard-alone',
      comment:
        'The oracle knows the Fetch standard and nothing else: no corspec, no Node, and no package but the Public Suffix List, which is what the standard defines a site with.',
      severity: 'error',
      from: { path: within(['src/fetch-standard']) },
      to: { pathNot: [...within(['src/fetch-standard']), '^node_modules/tldts/'] },
    },
    {
      name: 'vocabulary-alone',
      comment: 'Words have no behaviour: the vocabulary imports itself and zod.',
      severity: 'error',
      from: { path: within(['src/vocabulary']) },
      to: { pathNot: [...within(['src/vocabulary']), '^node_modules/zod/'] },
    },
    {
      name: 'results-alone',
      comment: 'The verdict of results is a pure function of the vocabulary.',
      severity: 'error',
      from: { path: within(['src/results']) },
      to: { pathNot: within(['src/results', 'src/vocabulary']) },
    },
    {
      name: 'http1-low',
      comment:
        'Messages of HTTP/1 are read and written without knowledge of corspec, its words for them aside.',
      severity: 'error',
      from: { path: within(['src/http1']) },
      to: { path: ours, pathNot: within(['src/http1', 'src/vocabulary']) },
    },
    {
      name: 'system-alone',
      comment: 'Processes, folders and the environment of this machine: nothing of corspec.',
      severity: 'error',
      from: { path: within(['src/system']) },
      to: { path: ours, pathNot: within(['src/system']) },
    },
    {
      name: 'package-alone',
      comment: 'Whoever asks for the version gets nothing else with it.',
      severity: 'error',
      from: { path: within(['src/package[.]ts']) },
      to: { path: ours },
    },
    ...thirdFloorRules,
    {
      name: 'run-below-cli',
      comment: 'run does not know that there is a command line.',
      severity: 'error',
      from: { path: '^src/run/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'rooms-of-src',
      comment: 'A new room in src/ gets its place in .dependency-cruiser.cjs first.',
      severity: 'error',
      from: {},
      to: {
        path: '^src/',
        pathNot: ['^src/(cli|run)/', ...within([...thirdFloor, ...groundFloor])],
      },
    },
    {
      name: 'production-without-tests',
      comment: 'What is installed does not import tests, measurements or scripts.',
      severity: 'error',
      from: { path: production },
      to: { path: '^(test|bench|scripts|dist)/' },
    },
    {
      name: 'servers-on-their-own',
      comment:
        'An implementation imports servers/shared, its own folder, and packages; for its comments, types.',
      severity: 'error',
      from: { path: '^servers/([^/]+)/', pathNot: '^servers/broken/' },
      to: { path: ours, pathNot: ['^servers/shared/', '^servers/$1/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'broken-servers',
      comment: 'A server that is wrong on purpose wraps the one that it is named after.',
      severity: 'error',
      from: { path: '^servers/broken/([^/]+)/' },
      to: {
        path: ours,
        pathNot: ['^servers/shared/', '^servers/$1/', '^servers/broken/$1/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'servers-are-started',
      comment: 'corspec starts implementations as programs and never imports one.',
      severity: 'error',
      from: { path: '^(src|suites|fixtures|reports)/' },
      to: { path: '^servers/' },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere fails at run time.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-dev-dependencies',
      comment: 'What is installed needs what is in "dependencies".',
      severity: 'error',
      from: { path: production },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dist/'] },
    exclude: { path: ['[.]venv/', '__pycache__', '^servers/.*/node_modules/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    detectJSDocImports: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
