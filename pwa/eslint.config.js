import js from '@eslint/js'
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import { importX } from 'eslint-plugin-import-x'
import vue from 'eslint-plugin-vue'
import globals from 'globals'
import ts from 'typescript-eslint'

// Lowest first: a feature may import only those before it. The same order as app/ on the server.
const features = ['device', 'session', 'catalog', 'roads', 'media', 'outbox', 'today', 'cases', 'messages', 'tally', 'cleanups', 'briefs', 'statistics', 'shops', 'admin']

const zones = [
  { target: './src/core', from: ['./src/features', './src/app'] },
  { target: './src/features', from: './src/app' },
  ...features.map((name, i) => ({
    target: `./src/features/${name}`,
    from: features.slice(i + 1).map((higher) => `./src/features/${higher}`),
  })).filter((zone) => zone.from.length > 0),
]

export default ts.config(
  { ignores: ['dist', 'node_modules', 'src/core/api/schema.d.ts', 'test-results', 'playwright-report'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.{ts,vue,js}'],
    // The cycle check reads .vue files through .ts ones, and needs to know their inner parser there.
    languageOptions: { globals: { ...globals.browser, ...globals.node }, parserOptions: { parser: ts.parser } },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.app.json' })],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'], 'vue-eslint-parser': ['.vue'] },
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'no-undef': 'off', // TypeScript sees to it, and knows the DOM's types.
      'max-lines': ['error', { max: 320, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      // Layout of templates is left to taste; what can go wrong is not.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/require-default-prop': 'off',
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/no-v-html': 'error',
      // Words live in locales/*.json, never in a template.
      'vue/no-bare-strings-in-template': ['error', {
        allowlist: ['·', '—', '：', '/', '(', ')', '%', '+', '−', '×', '✓', '○', '◔', '◐', '●', '⏸', '≥', '≤', '±', '→', '，', '、'],
      }],
    },
  },
)
