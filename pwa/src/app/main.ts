import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { db } from '@/core/db'
import { restoreLanguage } from '@/core/i18n'
import { startSender } from '@/core/outbox/first'
import { applyMode } from '@/core/ui/display'
import '@/core/ui/styles/index.css'
import { useSession } from '@/features/session/store'
import App from './App.vue'
import { router } from './router'

/** The browser draws and hears taps in between. */
const breathe = () => new Promise<void>((resolve) => setTimeout(resolve))
/** The same, but nothing less urgent comes in between, where a browser can do so. */
const blink = async () => (globalThis as { scheduler?: { yield?: () => Promise<void> } }).scheduler?.yield?.()

/** A function, not awaits at the top: files that import this one, as the English words do, would wait for it for ever. */
async function open(): Promise<void> {
  const app = createApp(App).use(createPinia())
  const session = useSession()
  // With a person remembered all is here, and what else wants to be done must not come in between: a pause in which it
  // may costs a slow phone a tenth of a second. Without one the line takes its time anyway.
  const pause = session.user ? blink : breathe
  await pause()
  // Opened while the first screen is being built: it asks for its rows at once.
  db.open().catch(() => undefined)
  applyMode()
  // Words that cannot be had, as after an update without a network, must not keep the app shut.
  await restoreLanguage().catch(() => undefined)
  startSender()
  // The server is not waited for; without a person the cookie may still know somebody, whom a QR code does not ask for.
  if (session.user) void session.confirm()
  else if (!/^.(count|sign-in)./.test(location.pathname)) await session.confirm()
  await pause()
  app.use(router).mount('#app')
}

void open()
