/** Words of screens that are not the first: they come with them. English comes whole. */
import { learn } from '@/core/i18n/words'
import zh from './locales/zh.json'

learn('zh', { today: zh })
