import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadDeskWords } from '@/core/i18n'
import { freshPhone, mountPage, settle } from '@/testing/mount'
import { serve } from '@/testing/server'
import PassOnDialog from './PassOnDialog.vue'
import PersonSelect from './PersonSelect.vue'

const held = (id: string) => ({
  id, segment_id: `s-${id}`, segment_name: `路段${id}`, unit_id: 'u', user_id: 'old', user_name: '张三', level_id: 'l', level_name: '一级路长',
  starts_on: '2026-01-01', ends_on: null, stands_in_for_id: null, stands_in_for_name: null,
})
const submit = () => document.querySelector<HTMLFormElement>('.el-dialog form')!.dispatchEvent(new Event('submit'))

describe('handing segments over', () => {
  beforeAll(loadDeskWords)
  beforeEach(() => freshPhone())
  afterEach(() => vi.unstubAllGlobals())

  it('takes all segments of the person in one act, and the same act when sent again', async () => {
    let isAway = true
    const asked = serve({
      'GET /users': { body: { items: [], next_cursor: null } },
      'GET /appointments': { body: { items: [held('1'), held('2')], next_cursor: null } },
      'POST /appointments/actions': () => (isAway ? 'no network' : { body: { action_id: 'x', made: ['1', '2'], ended: ['1', '2'], already: [] } }),
    })
    const { page } = await mountPage(PassOnDialog, '/', '/:rest(.*)*', { from: { id: 'old', name: '张三' } })
    await settle()
    expect(document.querySelectorAll('.el-dialog .el-checkbox')).toHaveLength(2)
    page.findAllComponents(PersonSelect)[1]!.vm.$emit('update:modelValue', 'new')
    await settle()
    submit()
    await settle()
    expect(page.emitted('saved')).toBeUndefined()
    isAway = false
    submit()
    await settle()
    const acts = asked.filter(({ method }) => method === 'POST').map(({ json }) => json as Record<string, unknown>)
    expect(acts[0]).toMatchObject({ action: 'hand_over', from_user_id: 'old', to_user_id: 'new', segment_ids: ['s-1', 's-2'] })
    expect(acts[1]).toEqual(acts[0])
    expect(page.emitted('saved')).toHaveLength(1)
  })
})
