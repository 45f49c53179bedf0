import { merge, type Words } from './merge'

export const chinese = merge(
  import.meta.glob<Words>(
    ['/src/core/locales/zh.json', '/src/app/locales/zh.json', '/src/features/*/locales/zh.json', '!/src/features/{admin,device,session}/**'],
    { eager: true, import: 'default' },
  ),
)
