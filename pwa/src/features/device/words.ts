/** Words of screens few people open: they come with them instead of with the first screen. English comes whole. */
import { learn } from '@/core/i18n/words'
import zh from './locales/zh.json'

learn('zh', { device: zh })
