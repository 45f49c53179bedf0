import { expect, it } from 'vitest'
import { draftOf, dropDraft, keepDraft } from './drafts'
import { newForm } from './session-form'

it('keeps a form that was left, as it was then, until it is saved or begun anew', () => {
  const form = newForm('series-1', '2026-11-21')
  keepDraft('a', form)
  form.note = '后来写的'
  expect(draftOf('a')).toEqual(newForm('series-1', '2026-11-21'))
  expect(draftOf('b')).toBeNull()
  dropDraft('a')
  expect(draftOf('a')).toBeNull()
})
