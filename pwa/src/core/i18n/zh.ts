import { merge, type Words } from './merge'

export const chinese = merge(
  import.meta.glob<Words>(
    ['../locales/zh.json', '../../app/locales/zh.json', '../../features/*/locales/zh.json', '!../../features/admin/**'],
    { eager: true, import: 'default' },
  ),
)
