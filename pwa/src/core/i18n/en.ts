import { merge, type Words } from './merge'

export const english = merge(
  import.meta.glob<Words>(
    ['../locales/en.json', '../../app/locales/en.json', '../../features/*/locales/en.json', '!../../features/admin/**'],
    { eager: true, import: 'default' },
  ),
)
