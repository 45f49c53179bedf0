import { merge, type Words } from './merge'

export const english = merge(
  import.meta.glob<Words>(
    ['/src/core/locales/en.json', '/src/app/locales/en.json', '/src/features/*/locales/en.json', '!/src/features/admin/**'],
    { eager: true, import: 'default' },
  ),
)
