/** Our words only ever hold {name}: eight lines instead of vue-i18n's whole message compiler on every phone. */
import { registerMessageCompiler } from '@intlify/core-base'

type Named = { named: (key: string) => unknown }

registerMessageCompiler(((words: string) => {
  const parts = words.split(/\{(\w+)\}/)
  return (context: Named) => parts.map((part, i) => (i % 2 ? String(context.named(part) ?? '') : part)).join('')
}) as unknown as Parameters<typeof registerMessageCompiler>[0])
