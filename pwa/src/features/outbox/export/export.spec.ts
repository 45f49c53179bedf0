import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '@/core/db'
import { keepPhoto } from '@/core/db/photos'
import { sendFor } from '@/core/outbox'
import { category, row, session, whole } from '@/testing/fixtures'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { draft, move, owner, report, set } from '@/testing/outbox'
import { serve } from '@/testing/server'
import ExportSheet from './ExportSheet.vue'
import { useLists, type Listed } from './list'
import { extensionOf, safe, stamp } from './names'
import { pack, type Words } from './pack'

const words: Words = { act: ({ act }) => act, role: (role) => role, category: (code) => code ?? '', lists: (items) => [{ name: 'list.txt', input: items.map((item) => item.folder).join('\n') }] }
const jpeg = (tail: string) => keepPhoto(new Blob([new Uint8Array([0xff, 0xd8, 0xff]), tail], { type: 'application/octet-stream' }))

/** Names and contents, by the directory at the end: what any unpacker goes by. */
async function unzip(zip: Blob): Promise<Map<string, string>> {
  const bytes = new Uint8Array(await zip.arrayBuffer())
  const view = new DataView(bytes.buffer)
  const text = (from: number, length: number) => new TextDecoder().decode(bytes.subarray(from, from + length))
  let end = bytes.length - 22
  while (view.getUint32(end, true) !== 0x06054b50) end--
  const files = new Map<string, string>()
  for (let i = 0, at = view.getUint32(end + 16, true); i < view.getUint16(end + 10, true); i++) {
    const [size, name, extra, comment, start] = [view.getUint32(at + 24, true), view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true), view.getUint32(at + 42, true)]
    const body = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true)
    files.set(text(at + 46, name), text(body, size))
    at += 46 + name + extra + comment
  }
  return files
}

beforeEach(async () => {
  sendFor(null)
  await freshPhone()
})
afterEach(() => vi.unstubAllGlobals())

describe('the zip', () => {
  it('holds every unsent entry with its photos, and what is being written', async () => {
    const [a, b] = [await jpeg('one'), await jpeg('two')]
    await report('case-1', [a, b])
    await move('handle', 4, 'case-2', { note: '已清理', photos: [{ sha256: a, role: 'after' }] })
    await db.drafts.put(draft('draft-1', [b]))
    const files = await unzip(await pack(owner, words))
    expect([...files.keys()]).toEqual([
      '0001-report-店外经营-棉纺路：百花路—工人路/1-before.jpg', '0001-report-店外经营-棉纺路：百花路—工人路/2-before.jpg', '0001-report-店外经营-棉纺路：百花路—工人路/case.json',
      '0002-handle-店外经营-棉纺路/1-after.jpg', '0002-handle-店外经营-棉纺路/case.json',
      '0003-report-04-05/1-before.jpg', '0003-report-04-05/case.json', 'list.txt',
    ])
    expect([...files.values()][1]).toContain('two')
    expect(JSON.parse(files.get('0002-handle-店外经营-棉纺路/case.json')!)).toMatchObject({ case_id: 'case-2', body: { action: 'handle', note: '已清理' } })
  })

  it('leaves out what has arrived and what is others’, and needs no network', async () => {
    await set(await report('case-1'), { state: 'received' })
    await set(await report('case-2'), { owner: 'somebody-else' })
    await report('case-3')
    const files = await unzip(await pack(owner, words))
    expect([...files.keys()].filter((name) => name.endsWith('json'))).toHaveLength(1)
  })

  it('tells the office which case a move is on, by whatever of it lies on the phone', async () => {
    await set(await move('take', 4, 'clash'), { stands: whole({ number: '桐-1' }) })
    await move('take', 4, 'read')
    await db.answers.put({ owner, path: '/cases/read', data: whole({ number: '桐-2' }), etag: null, kept_at: '' })
    await move('take', 4, 'held')
    await db.held.put({ ...row({ id: 'held', number: '桐-3' }), owner, tick: 1 } as never)
    await move('take', 4, 'unheard')
    const files = await unzip(await pack(owner, words))
    const told = [...files].filter(([name]) => name.endsWith('case.json')).map(([, text]) => (JSON.parse(text) as { number: string | null }).number)
    expect(told).toEqual(['桐-1', '桐-2', '桐-3', null])
  })

  it('goes on when a photo is lost', async () => {
    await report('case-1', ['lost', await jpeg('kept')])
    const files = await unzip(await pack(owner, words))
    expect([...files.keys()].map((name) => name.split('/').at(-1))).toEqual(['2-before.jpg', 'case.json', 'list.txt'])
  })

  it('reads one photo at a time', async () => {
    for (let i = 0; i < 8; i++) await report(`case-${i}`, [await jpeg(String(i))])
    const real = db.photos.get.bind(db.photos)
    let open = 0
    let most = 0
    vi.spyOn(db.photos, 'get').mockImplementation(((name: string) => {
      most = Math.max(most, ++open)
      return real(name).finally(() => open--)
    }) as never)
    const done = vi.fn()
    await pack(owner, words, done)
    expect(most).toBe(1)
    expect(done).toHaveBeenLastCalledWith(8)
  })
})

describe('names', () => {
  it('are such as any computer takes', () => {
    expect(safe(' 棉纺路/北侧: "市场" \n\u0007?. ')).toBe('棉纺路-北侧- -市场')
    expect(safe('长'.repeat(100))).toHaveLength(60)
    expect(safe('..')).toBe('')
  })

  it('end as their bytes are, whatever the phone called them', () => {
    const bytes = (...head: number[]) => new Uint8Array([...head, ...Array<number>(12).fill(0)]).buffer
    expect(extensionOf(bytes(0xff, 0xd8, 0xff), 'image/png')).toBe('jpg')
    expect(extensionOf(bytes(0x89, 0x50, 0x4e, 0x47), '')).toBe('png')
    expect(extensionOf(bytes(0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70), '')).toBe('heic')
    expect(extensionOf(bytes(1, 2, 3), 'image/webp')).toBe('webp')
    expect(extensionOf(bytes(1, 2, 3), 'application/octet-stream')).toBe('bin')
  })

  it('bear the phone’s own time', () => {
    expect(stamp(new Date(2026, 0, 2, 3, 4))).toBe('20260102-0304')
  })
})

describe('the lists', () => {
  const item: Listed = { folder: '0001-上报', kind: 'report', act: 'report', title: '店外经营', place: '棉纺路', at: '2026-11-23T06:05:00Z', number: '桐2026-0007', words: '=1+1 "<b>', state: 'needs_you', problem: { status: 422, code: 'invalid', detail: '' }, photos: [], record: null, files: ['0001-上报/1-处置前.jpg'] }

  it('open in a spreadsheet, as text and never as a formula', () => {
    const csv = useLists().csv([item])
    expect(csv.startsWith('\uFEFF"序号","案卷编号","事项"')).toBe(true)
    expect(csv).toContain('"1","桐2026-0007","上报","店外经营","棉纺路","2026-11-23 14:05","\'=1+1 ""<b>","要您处理"')
  })

  it('open in a browser, with pictures and nothing that acts', () => {
    const html = useLists().html([item], '清单 <x>')
    expect(html).toContain('src="0001-%E4%B8%8A%E6%8A%A5/1-%E5%A4%84%E7%BD%AE%E5%89%8D.jpg"')
    expect(html).toContain('桐2026-0007')
    expect(html).not.toMatch(/<b>|<x>|<script/)
  })
})

describe('the sheet', () => {
  const real = { create: URL.createObjectURL, revoke: URL.revokeObjectURL }
  beforeEach(() => void Object.assign(URL, { createObjectURL: () => 'blob:zip', revokeObjectURL: () => undefined }))
  afterEach(() => void Object.assign(URL, { createObjectURL: real.create, revokeObjectURL: real.revoke }))

  async function open() {
    serve({ 'GET /categories': { body: { items: [category()] } } })
    await report('case-1')
    const { page } = await mountPage(ExportSheet)
    await settle()
    return page
  }

  it('offers to save, under a name that says whose and when', async () => {
    const page = await open()
    expect(page.text()).toContain('打包好了：1 条')
    expect(button(page, '保存到手机').attributes('download')).toMatch(new RegExp(`^路长未上传-${session.user.name}-\\d{8}-\\d{4}\\.zip$`))
    expect(page.text()).not.toContain('发送给')
  })

  it('shares where the browser can, and saves where it only says so', async () => {
    const share = vi.fn().mockRejectedValue(Object.assign(new Error('no'), { name: 'NotAllowedError' }))
    Object.assign(navigator, { canShare: () => true, share })
    const page = await open()
    await button(page, '发送给').trigger('click')
    await settle()
    expect(share.mock.calls[0]![0].files[0].name).toContain('.zip')
    expect(page.text()).not.toContain('发送给')
    expect(button(page, '保存到手机').classes()).toContain('main')
    Object.assign(navigator, { canShare: undefined, share: undefined })
  })

  it('says so when it could not be made', async () => {
    vi.spyOn(db.outbox, 'get').mockRejectedValue(new Error('broken'))
    const page = await open()
    expect(page.find('[role=alert]').text()).toContain('打包没有成功')
    vi.restoreAllMocks()
  })
})
