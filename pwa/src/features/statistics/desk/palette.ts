/** Colours of charts; each was chosen to differ in lightness, too, and stands on the surface with 3:1. */
export interface Palette {
  series: string[]
  ink: string
  muted: string
  line: string
  surface: string
  missed: string
}

export const light: Palette = {
  series: ['#0a5f56', '#b07a00', '#1b5494', '#b3492f', '#6a4c93', '#6d7a80', '#3f7d20', '#8a3a67'],
  ink: '#1d2327', muted: '#566069', line: '#d5d9d3', surface: '#ffffff', missed: '#a01f18',
}

export const dark: Palette = {
  series: ['#6fd0c3', '#ffd37a', '#8fb8f5', '#ff9d8a', '#c5a6f0', '#b3bec4', '#a4d88a', '#f0a3cb'],
  ink: '#e9edeb', muted: '#a9b4b8', line: '#38434a', surface: '#1e2528', missed: '#ffa9a1',
}

/** Paper is white whatever the screen. */
export const paletteFor = (mode: string | undefined, isPrinting: boolean): Palette => (mode === 'dark' && !isPrinting ? dark : light)
