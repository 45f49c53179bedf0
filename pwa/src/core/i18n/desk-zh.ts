import { merge, type Words } from './merge'

export const deskChinese = merge(
  import.meta.glob<Words>(['/src/app/desk/locales/zh.json', '/src/features/*/desk/locales/zh.json', '/src/features/admin/locales/zh.json'], {
    eager: true,
    import: 'default',
  }),
)
