import 'fake-indexeddb/auto'
import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, vi } from 'vitest'

enableAutoUnmount(afterEach)
// A spec that wants a server says which; none ever reaches a real one.
globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'))
// Photos go the same way, unless a spec lays a line of its own.
Object.assign(globalThis, { XMLHttpRequest: undefined })
// What is waited for comes late on a busy machine; a second, as is the default, is no reason to fail.
const waitFor = vi.waitFor
vi.waitFor = (wanted, options) => waitFor(wanted, options ?? 20_000)
