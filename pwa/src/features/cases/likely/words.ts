/** Words that come with this part alone: it is no part of the phone's first load. */
import { learn } from '@/core/i18n/words'
import en from './locales/en.json'
import zh from './locales/zh.json'

learn('zh', { likely: zh })
learn('en', { likely: en })
