import { merge, type Words } from './merge'

export const chinese = merge(
  import.meta.glob<Words>(
    ['/src/core/locales/zh.json', '/src/app/locales/zh.json', '/src/features/*/locales/zh.json', '!/src/features/{admin,briefs,cleanups,device,messages,outbox,session,shops,statistics,tally,today}/**'],
    { eager: true, import: 'default' },
  ),
)
