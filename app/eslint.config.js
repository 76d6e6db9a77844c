const { defineConfig, globalIgnores } = require('eslint/config');
const expo = require('eslint-config-expo/flat');

const rawParts = [
  'ActivityIndicator',
  'Button',
  'FlatList',
  'Image',
  'ImageBackground',
  'Modal',
  'Platform',
  'Pressable',
  'ScrollView',
  'SectionList',
  'StyleSheet',
  'Switch',
  'Text',
  'TextInput',
  'TouchableOpacity',
  'View',
];

module.exports = defineConfig([
  globalIgnores([
    'dist',
    'dist-native',
    'dist.new',
    '.expo',
    'public',
    'test-output',
    'src/api/schema.ts',
    'src/realtime/schema.ts',
    'src/i18n/resources.d.ts',
  ]),
  expo,
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', 80],
      'max-params': ['error', 3],
      'max-depth': ['error', 3],
      eqeqeq: 'error',
      'import/no-named-as-default-member': 'off', // i18next is used as the one instance that it is

      'no-console': 'error',
      'react/jsx-key': 'error',
    },
  },
  {
    // Only tokens touch the screen: parts, colours and words come from src/ui, src/theme and locales.
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/ui/**', 'src/theme/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'react-native',
              importNames: rawParts,
              message: 'Use the parts of src/ui; a platform difference is a file suffix.',
            },
            { name: 'expo-image', message: 'Use Picture or Avatar of src/ui.' },
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'Literal[value=/^#([0-9a-fA-F]{3,4}){1,2}$/]',
          message: 'Colours are tokens of src/theme.',
        },
        {
          selector: "JSXAttribute[name.name='style']",
          message: 'Say it with the props of src/ui, or add a part there.',
        },
        {
          selector: "JSXAttribute[name.name='busy'] MemberExpression[property.name='isPending']",
          message: 'Send it with useSubmit: isPending comes too late for a double click.',
        },
      ],
      'react/jsx-no-literals': ['error', { noStrings: false, ignoreProps: true }],
    },
  },
  {
    files: ['src/ui/**/*.tsx'],
    rules: { 'react/jsx-no-literals': ['error', { noStrings: false, ignoreProps: true }] },
  },
  {
    files: ['**/*.test.ts', 'e2e/**'],
    rules: { 'max-lines-per-function': 'off', 'max-lines': ['error', 400] },
  },
]);
