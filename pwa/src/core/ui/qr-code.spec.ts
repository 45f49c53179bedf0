import { mount } from '@vue/test-utils'
import { encode } from 'uqr'
import { expect, it } from 'vitest'
import { settle } from '@/testing/mount'
import QrCode from './QrCode.vue'

const address = 'https://luzhang.example/count/' + '0123456789abcdef'.repeat(4)

/** The squares that the shapes cover. */
function squares(path: string, side: number): boolean[][] {
  const drawn = Array.from({ length: side }, () => Array<boolean>(side).fill(false))
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) drawn[Number(y)]!.fill(true, Number(x), Number(x) + Number(length))
  return drawn
}

async function draw(text: string, label?: string) {
  const code = mount(QrCode, { props: { text, label }, attachTo: document.body })
  await settle()
  return code
}

it('draws every dark square and no other, with white around', async () => {
  const code = await draw(address)
  const { data, size } = encode(address, { ecc: 'Q', border: 4 })
  expect(code.get('svg').attributes('viewBox')).toBe(`0 0 ${size} ${size}`)
  expect(squares(code.findAll('path')[1]!.attributes('d')!, size)).toEqual(data)
  expect(data.slice(0, 4).flat().some(Boolean)).toBe(false)
})

it('is another one for another text', async () => {
  const code = await draw(address)
  const before = code.findAll('path')[1]!.attributes('d')
  await code.setProps({ text: 'another' })
  await settle()
  expect(code.findAll('path')[1]!.attributes('d')).not.toBe(before)
})

it('says what it is to those who cannot see it', async () => {
  expect((await draw('a')).get('[role=img]').attributes('aria-label')).toBeTruthy()
  expect((await draw('a', '签到二维码')).get('[role=img]').attributes('aria-label')).toBe('签到二维码')
})
