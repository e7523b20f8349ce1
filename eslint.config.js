import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const nodeScripts = ['action/*.js', 'servers/**/*.js', 'test/**/*.js', '*.js', '*.cjs'];
const pageScripts = ['src/page/in-browser/**/*.js', 'reports/html/assets/**/*.js'];
const tests = ['test/**'];
const data = [
  'suites/**',
  'fixtures/policies.ts',
  'fixtures/known-deviations/**',
  'fixtures/calibration/**',
  'servers/broken/*/faults/**',
  'servers/known-bad/advisories/**',
];

/** A test that does not run, or that may fail, tells nothing. `skipIf` with the reason of test/requirements.ts does. */
const unrunTests = {
  selector:
    'MemberExpression[object.name=/^(it|test|describe|suite)$/][property.name=/^(skip|only|todo|fails)$/]',
  message: 'A test runs, or says by test/requirements.ts what it lacks.',
};

/** Playwright's interception answers preflights itself and switches the preflight cache off. */
const interception = [
  {
    selector:
      'CallExpression[callee.property.name=/^(route|routeFromHAR|routeWebSocket|setExtraHTTPHeaders)$/]',
    message: 'Interception answers preflights in the place of the server.',
  },
  {
    selector: 'Property[key.name=/^(extraHTTPHeaders|httpCredentials)$/]',
    message: 'This switches interception on, which answers preflights in the place of the server.',
  },
];

export default defineConfig(
  {
    ignores: [
      'dist/',
      'examples/',
      '**/node_modules/',
      '**/.venv/',
      'coverage/',
      'reports-out/',
      'site/.source/',
      'site/.vitepress/cache/',
      '.stryker-tmp/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
  js.configs.recommended,
  {
    rules: {
      complexity: ['error', { max: 12, variant: 'modified' }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
      'no-restricted-properties': [
        'error',
        {
          object: 'URL',
          property: 'canParse',
          message: 'Node 20 refuses é once it has compiled the caller: parseUrl.',
        },
      ],
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'no-var': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Numbers and booleans read well in a template; objects, null and functions are what goes wrong there.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // `() => server.close()` says what it means.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // tsconfig's noPropertyAccessFromIndexSignature asks for the brackets that this rule would take away.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      // An empty string is no answer either.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      // `.catch((error: NodeJS.ErrnoException) => …)` is what `as` would be in a catch block.
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'off',
      // Rooms are closures and not classes: what they give away does not look at `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-invalid-void-type': ['error', { allowAsThisParameter: true }],
      // What implements a promise-giving interface is async, awaiting or not.
      '@typescript-eslint/require-await': 'off',
      // `.catch(() => {})` says that nothing is to be done.
      '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions'] }],
      // `signal.reason` is passed on as it came.
      '@typescript-eslint/prefer-promise-reject-errors': [
        'error',
        { allowThrowingAny: true, allowThrowingUnknown: true },
      ],
      '@typescript-eslint/only-throw-error': [
        'error',
        { allowThrowingAny: true, allowThrowingUnknown: true },
      ],
      // Code points are what headers and messages are looked at by.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // It asks for the `!` that no-non-null-assertion forbids.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // Unions are types, shapes are either.
      '@typescript-eslint/consistent-type-definitions': 'off',
    },
  },
  { files: ['src/**', 'suites/**', 'fixtures/**/*.ts', 'reports/**/*.ts'], rules: { 'no-console': 'error' } },
  { files: ['src/cli/**'], rules: { 'no-console': 'off' } },
  { files: ['src/browsers/**'], rules: { 'no-restricted-syntax': ['error', ...interception] } },
  { files: data, rules: { 'max-lines': 'off' } },
  {
    files: tests,
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      'no-restricted-syntax': ['error', unrunTests],
      // A test says by `!` that it is wrong when the value is not there, and then it fails.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      // What a test reads back from JSON it compares, and a wrong name makes it fail.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  { files: nodeScripts, languageOptions: { globals: globals.nodeBuiltin } },
  { files: pageScripts, languageOptions: { globals: globals.browser } },
  {
    // VitePress runs them, with packages that are not installed here.
    files: ['site/.vitepress/**/*.js'],
    languageOptions: { globals: { ...globals.browser, ...globals.nodeBuiltin } },
  },
  {
    // The types of middleware are loose in plain JavaScript; promises are what goes wrong there.
    files: ['servers/**/*.js', 'test/**/*.js', ...pageScripts],
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
    },
  },
  { files: ['*.cjs'], languageOptions: { sourceType: 'commonjs', globals: globals.node } },
);
