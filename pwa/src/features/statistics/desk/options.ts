/** What charts show, told to ECharts; pure, so that it can be looked at in tests. */
import { numberOf } from '@/features/cleanups/desk/days'
import { figure } from '@/features/cleanups/desk/figures'
import type { Option } from './charts'
import type { Palette } from './palette'
import { isZero, type Time } from './times'

export interface Stack {
  name: string
  of: (sums: NonNullable<Time['sums']>) => number
}
export interface Line {
  name: string
  value: number
}
export interface Words {
  missed: string
  nobody: string
}

/** As on the page; a chart measures words before it knows what it would inherit. */
const FONT = 'PingFang SC, HarmonyOS Sans SC, MiSans, Noto Sans CJK SC, Microsoft YaHei, sans-serif'
const CROSS = 'path://M-6,-4L-4,-6L0,-2L4,-6L6,-4L2,0L6,4L4,6L0,2L-4,6L-6,4L-2,0Z'

/** 2026-W07 → 7: the year stands above the chart. */
export const tick = (key: string): string => (key.includes('-W') ? String(numberOf(key)) : key)

/** One bar a week, month or year, of one part or several. A missed week bears a cross, one with nobody a ring. */
export function overTime(times: Time[], stacks: Stack[], palette: Palette, words: Words, line?: Line): Option {
  const marks = (name: string, symbol: string, color: string, holds: (time: Time) => boolean) => ({
    name, type: 'scatter' as const, symbol, symbolSize: 11, itemStyle: { color, borderColor: color, borderWidth: symbol === 'circle' ? 2 : 0, ...(symbol === 'circle' && { color: palette.surface }) },
    data: times.map((time) => (holds(time) ? 0 : null)), tooltip: { valueFormatter: () => '' },
  })
  const isMissed = ({ state }: Time) => state === 'missed'
  const bars = stacks.map(({ name, of }) => ({
    name, type: 'bar' as const, stack: 'all', barMaxWidth: 36, data: times.map(({ sums }) => (sums ? of(sums) : null)),
    ...(line && name === stacks[0]!.name && { markLine: registered(line, palette) }),
  }))
  const extra = [
    ...(times.some(isMissed) ? [marks(words.missed, CROSS, palette.missed, isMissed)] : []),
    ...(times.some(isZero) ? [marks(words.nobody, 'circle', palette.ink, isZero)] : []),
  ]
  return { ...frame(palette, stacks.length + extra.length > 1), xAxis: { type: 'category', data: times.map(({ key }) => tick(key)), ...axis(palette) }, yAxis: { type: 'value', minInterval: 1, ...axis(palette), ...roomFor(line) }, series: [...bars, ...extra] }
}

function registered({ name, value }: Line, { muted, ink }: Palette) {
  return { silent: true, symbol: 'none', lineStyle: { color: muted, type: 'dashed' as const }, label: { formatter: name, position: 'insideEndTop' as const, color: ink }, data: [{ yAxis: value }] }
}

const roomFor = (line?: Line) => (line ? { max: ({ max }: { max: number }) => Math.ceil((Math.max(max, line.value) * 1.1) / 10) * 10 } : {})

/** Places beside each other, the largest first; as many as can be read. */
export const MOST_BARS = 20
export function overPlaces(rows: { name: string; value: number }[], name: string, palette: Palette): Option {
  const shown = [...rows].sort((a, b) => b.value - a.value).slice(0, MOST_BARS).reverse()
  return {
    ...frame(palette, false),
    xAxis: { type: 'value', ...axis(palette) },
    yAxis: { type: 'category', data: shown.map((row) => row.name), ...axis(palette), axisLabel: { color: palette.ink, width: 150, overflow: 'truncate' } },
    series: [{ name, type: 'bar', barMaxWidth: 22, data: shown.map(({ value }) => value), label: { show: true, position: 'right', color: palette.ink, formatter: ({ value }) => figure(Number(value)) } }],
  }
}

const axis = ({ ink, line, muted }: Palette) => ({ axisLabel: { color: ink }, axisLine: { lineStyle: { color: muted } }, splitLine: { lineStyle: { color: line } } })

function frame({ series, ink, line, surface }: Palette, hasLegend: boolean): Option {
  return {
    color: series,
    animation: false,
    textStyle: { fontFamily: FONT },
    grid: { left: 8, right: 24, top: hasLegend ? 56 : 16, bottom: 8, outerBoundsMode: 'same' },
    legend: { show: hasLegend, top: 0, textStyle: { color: ink }, itemWidth: 14, itemGap: 14 },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, backgroundColor: surface, borderColor: line, textStyle: { color: ink }, confine: true },
  }
}
