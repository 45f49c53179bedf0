/** The browser's own offer to install: it comes once, soon after the page, and is kept until somebody asks for it. */
import { shallowRef } from 'vue'

interface InstallOffer extends Event {
  prompt: () => Promise<unknown>
}

export const installOffer = shallowRef<InstallOffer | null>(null)
export const hasJustInstalled = shallowRef(false)

export function holdInstallOffer(): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    installOffer.value = event as InstallOffer
  })
  window.addEventListener('appinstalled', () => {
    installOffer.value = null
    hasJustInstalled.value = true
  })
}

export async function install(): Promise<void> {
  const offer = installOffer.value
  // An offer holds for one question.
  installOffer.value = null
  await offer?.prompt()
}
