/** Sizes as phones write them. */
import { useI18n } from '@/core/i18n'

const KB = 1024

export function useBytes(): (bytes: number) => string {
  const { t } = useI18n()
  return (bytes) => {
    if (!Number.isFinite(bytes)) return t('device.bytes.much')
    const [unit, size] = bytes >= KB ** 3 ? ['gb', bytes / KB ** 3] as const : bytes >= KB ** 2 ? ['mb', bytes / KB ** 2] as const : ['kb', bytes / KB] as const
    return t(`device.bytes.${unit}`, { n: size >= 10 || size === 0 ? Math.round(size) : Math.max(0.1, Math.round(size * 10) / 10) })
  }
}
