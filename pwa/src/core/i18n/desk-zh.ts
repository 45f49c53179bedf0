import { merge, type Words } from './merge'

export const deskChinese = merge(
  import.meta.glob<Words>(['../../app/desk/locales/zh.json', '../../features/*/desk/locales/zh.json', '../../features/admin/locales/zh.json'], {
    eager: true,
    import: 'default',
  }),
)
