'use strict';

/**
 * Which folder may import which: a folder may import itself, what stands beside it here, and nothing else of corspec.
 * From the top, the command line, to the bottom, which knows nothing of corspec. docs/architecture.md draws it.
 */
const mayImport = {
  'src/index[.]ts': ['*'],
  // What test runners import.
  'src/(vitest|jest|playwright)[.]ts': ['src/from-code', 'src/policy'],
  'src/cli': ['*'],
  'src/from-code': [
    'src/config',
    'src/options',
    'src/run',
    'src/browsers',
    'src/targets',
    'src/causes',
    'suites',
    'reports',
    'words',
  ],
  'src/config': ['src/options', 'src/causes', 'src/targets', 'words'],
  'src/options': ['src/causes', 'src/browsers', 'src/targets', 'words'],
  'src/calibration': ['src/run', 'src/judge', 'src/page', 'src/proxy', 'fixtures', 'words'],
  'src/run': [
    'src/explain',
    'src/judge',
    'src/causes',
    'src/targets',
    'src/browsers',
    'src/page',
    'src/proxy',
    'words',
  ],
  'src/explain': ['src/judge', 'src/causes', 'words'],
  'src/pasted': ['src/explain', 'words'],
  'src/results-files': ['words'],
  'src/judge': ['src/causes', 'fixtures', 'src/policy', 'words'],
  'src/causes': ['words'],
  'src/targets': ['src/proxy', 'fixtures', 'words'],
  'src/browsers': ['src/proxy', 'words'],
  'src/page': ['src/proxy', 'src/bundles[.]ts', 'words'],
  'src/proxy': ['words'],
  reports: ['src/causes', 'src/bundles[.]ts', 'words'],
  suites: ['src/scenarios'],
  fixtures: ['src/policy', 'src/scenarios'],
  'src/results': ['src/scenarios', 'src/fetch-standard', 'src/http1', 'src/text'],
  'src/scenarios': ['src/policy', 'fixtures', 'src/fetch-standard', 'src/text'],
  'src/policy': ['src/fetch-standard', 'src/text'],
  'src/fetch-standard': [],
  'src/http1': [],
  'src/system': [],
  'src/text': [],
  'src/package[.]ts': [],
  'src/bundles[.]ts': ['src/package[.]ts'],
};

/** What every folder above may import: the terms of corspec, and what knows nothing of corspec. */
const words = [
  'src/policy',
  'src/scenarios',
  'src/results',
  'src/fetch-standard',
  'src/http1',
  'src/system',
  'src/text',
  'src/package[.]ts',
];

/** The packages whose code is part of the program. */
const inlined = require('./scripts/bundle/inlined.json');

const production = '^(src|suites|fixtures|reports|servers)/';
const ours = '^(src|suites|fixtures|reports|servers|test|bench|scripts|schemas|docs)/';
const within = (folders) => folders.map((folder) => `^${folder}${folder.endsWith('[.]ts') ? '$' : '/'}`);

const layers = Object.entries(mayImport)
  .filter(([, allowed]) => !allowed.includes('*'))
  .map(([folder, allowed]) => ({
    name: `layers-${folder.replace('src/', '').replace('[.]', '.')}`,
    comment: `${folder.replace('[.]', '.')} imports ${allowed.length === 0 ? 'nothing else of corspec' : allowed.join(', ').replace('words', words.join(', ')).replaceAll('[.]', '.')}.`,
    severity: 'error',
    from: { path: within([folder]) },
    to: {
      path: ours,
      pathNot: within([folder, ...allowed.flatMap((one) => (one === 'words' ? words : [one]))]),
    },
  }));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Modules that import each other are one module. Types count.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...layers,
    {
      name: 'layers-new-folder',
      comment: 'A new folder in src/ gets its line in .dependency-cruiser.cjs first.',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: within(Object.keys(mayImport)) },
    },
    {
      name: 'fetch-standard-packages',
      comment:
        'The oracle knows the Fetch standard and nothing else: not Node, and no package but the Public Suffix List, which is what the standard defines a site with.',
      severity: 'error',
      from: { path: within(['src/fetch-standard']) },
      to: { pathNot: [...within(['src/fetch-standard']), '^node_modules/tldts/'] },
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
      comment: 'A server with a fault wraps the one that it is named after.',
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
      comment:
        'What is installed needs what is in "dependencies", the test runners that a project has, and what the build writes into the program.',
      severity: 'error',
      from: { path: production },
      to: {
        pathNot: inlined.map((name) => `^node_modules/${name}/`),
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only', 'npm-peer'],
      },
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
