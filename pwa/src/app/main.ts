import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { i18n, restoreLanguage } from '@/core/i18n'
import { applyMode } from '@/core/ui/display'
import '@/core/ui/styles/index.css'
import App from './App.vue'
import { router } from './router'

applyMode()
await restoreLanguage()
createApp(App).use(createPinia()).use(i18n).use(router).mount('#app')
