/** Words of a screen that is not the first: they come with it. English comes whole. */
import { learn } from '@/core/i18n/words'
import zh from './locales/zh.json'

learn('zh', { messages: zh })
