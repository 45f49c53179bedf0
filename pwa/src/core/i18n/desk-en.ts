import { merge, type Words } from './merge'

export const deskEnglish = merge(
  import.meta.glob<Words>(['../../app/desk/locales/en.json', '../../features/*/desk/locales/en.json', '../../features/admin/locales/en.json'], {
    eager: true,
    import: 'default',
  }),
)
