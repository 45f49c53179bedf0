/** Words of screens few people open: they come with them instead of with the first screen. */
import { learn } from '@/core/i18n/words'
import en from './locales/en.json'
import zh from './locales/zh.json'

learn('zh', { device: zh })
learn('en', { device: en })
