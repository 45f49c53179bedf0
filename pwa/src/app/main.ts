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

/** The browser draws and hears taps in between: no piece of work holds a slow phone for long. */
const breathe = () => new Promise((resolve) => setTimeout(resolve))

/** A function, not awaits at the top: files that import this one, as the English words do, would wait for it for ever. */
async function open(): Promise<void> {
  await breathe()
  // Opened while the first screen is being built: it asks for its rows at once.
  db.open().catch(() => undefined)
  applyMode()
  // Words that cannot be had, as after an update without a network, must not keep the app shut.
  await restoreLanguage().catch(() => undefined)
  const app = createApp(App).use(createPinia())
  const session = useSession()
  startSender()
  // With a person remembered the screen need not wait for the server; without one the cookie may still know somebody,
  // whom a QR code does not ask for.
  if (session.user) void session.confirm()
  else if (!/^.(count|sign-in)./.test(location.pathname)) await session.confirm()
  await breathe()
  app.use(router).mount('#app')
}

void open()
