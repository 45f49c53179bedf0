import { describe, expect, it } from 'vitest'
import { aliasesOf } from './category'

describe('aliases as typed', () => {
  it('are parted by whatever people part words with, each once', () => {
    expect(aliasesOf('突店经营、店外经营，出店 突店经营;')).toEqual(['突店经营', '店外经营', '出店'])
    expect(aliasesOf('  ')).toEqual([])
  })
})
