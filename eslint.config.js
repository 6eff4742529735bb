// Rules that need the type checker, or that name a replacement. Layout is prettier's business, and
// what only text can show (imports between layers, lengths, header comments) is
// spec/tidy.spec.ts's.
import tseslint from 'typescript-eslint';

const inCore = 'core/ is deterministic: ';

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'leveret-data/', '**/*.js', '**/*.mjs'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-array-delete': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-for-in-array': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/no-unsafe-argument': 'error',
      '@typescript-eslint/no-unsafe-assignment': 'error',
      '@typescript-eslint/no-unsafe-call': 'error',
      '@typescript-eslint/no-unsafe-member-access': 'error',
      '@typescript-eslint/no-unsafe-return': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/require-array-sort-compare': ['error', { ignoreStringArrays: true }],
      '@typescript-eslint/restrict-plus-operands': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      'no-restricted-globals': [
        'error',
        { name: 'event', message: 'A browser global; name the parameter.' },
        { name: 'isNaN', message: 'It converts first: Number.isNaN.' },
        { name: 'isFinite', message: 'It converts first: Number.isFinite.' },
        { name: 'parseInt', message: 'It takes "12abc": Number, then Number.isInteger.' },
      ],
    },
  },
  {
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'Date', message: inCore + 'time is Clock.now.' },
        { name: 'Promise', message: inCore + 'give a callback that is called in a later step.' },
        { name: 'setTimeout', message: inCore + 'Clock.after.' },
        { name: 'setImmediate', message: inCore + 'the transport asks for the end of the turn.' },
        { name: 'queueMicrotask', message: inCore + 'a step runs to its end.' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: inCore + 'randomness is injected.' },
      ],
    },
  },
);
