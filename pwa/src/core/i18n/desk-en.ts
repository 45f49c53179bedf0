import { merge, type Words } from './merge'

export const deskEnglish = merge(
  import.meta.glob<Words>(['/src/app/desk/locales/en.json', '/src/features/*/desk/locales/en.json', '/src/features/admin/locales/en.json'], {
    eager: true,
    import: 'default',
  }),
)
