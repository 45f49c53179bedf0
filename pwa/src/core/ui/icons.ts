/** Line icons on a 24-unit field, drawn for this app: no icon font, no request. */
export const icons = {
  camera: 'M4 8h3l2-3h6l2 3h3v11H4zM12 17a4 4 0 1 0 0-8 4 4 0 0 0 0 8',
  tasks: 'M5 5h14v15H5zM9 3h6v4H9zM8.500 13l2.500 2.500 4.500-5',
  road: 'M9 3 5 21M15 3l4 18M12 4v3M12 10v4M12 17v3',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 21c1-5 4-6 8-6s7 1 8 6',
  back: 'M15 4l-8 8 8 8',
  next: 'M9 4l8 8-8 8',
  close: 'M5 5l14 14M19 5 5 19',
  check: 'M4 12l6 6L20 6',
  pin: 'M12 21s7-7 7-12a7 7 0 1 0-14 0c0 5 7 12 7 12zM12 11.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5',
  upload: 'M12 16V4M7 9l5-5 5 5M4 20h16',
  warning: 'M12 4 2.500 20h19zM12 10v5M12 17.500v.5',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M16 16l5 5',
  more: 'M5 12h.1M12 12h.1M19 12h.1',
  plus: 'M12 5v14M5 12h14',
  trash: 'M5 7h14M10 4h4M7 7l1 13h8l1-13M10 11v5M14 11v5',
  map: 'M3 6l6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14M15 6v14',
  list: 'M8 6h12M8 12h12M8 18h12M4 6h.1M4 12h.1M4 18h.1',
  flip: 'M4 12a8 8 0 0 1 14-5l2 2M20 4v5h-5M20 12a8 8 0 0 1-14 5l-2-2M4 20v-5h5',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5l3 3',
  chat: 'M4 5h16v11H9l-5 4z',
  undo: 'M9 5 4 10l5 5M4 10h10a6 6 0 0 1 0 12h-3',
  broom: 'M14 3l-4 9M6 12h9l3 9H4c2-2 2-5 2-9M9 17v4M13 17v4',
  // Kinds of case
  shop: 'M4 10v10h16V10M3 10l2-6h14l2 6zM9 20v-6h6v6',
  stall: 'M3 9l2-5h14l2 5zM5 9v11M19 9v11M5 14h14',
  car: 'M4 16v-4l2-6h12l2 6v4zM4 12h16M6 16v3M18 16v3M7.500 14h.1M16.500 14h.1',
  bike: 'M6 18a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7M18 18a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7M6 14.500l4-7h5l3 7M10 7.500l3 7H6M8 5h3',
  ad: 'M5 4h14v12H5zM8 8h8M8 12h5M12 16v5',
  window: 'M4 4h16v16H4zM12 4v16M4 12h16',
  bin: 'M6 8h12l-1 12H7zM5 8h14M9 5h6M10 12v4M14 12v4',
  pile: 'M3 19h18M5 19l4-7 3 4 3-8 4 11',
  box: 'M4 8l8-4 8 4v9l-8 4-8-4zM4 8l8 4 8-4M12 12v9',
  hole: 'M3 16c3-3 5 2 8-1s5 3 10-1M5 9h14M8 9V5M16 9V5',
  water: 'M12 3s6 7 6 11a6 6 0 0 1-12 0c0-4 6-11 6-11z',
  tree: 'M12 21v-8M12 13c-5 0-6-4-4-6 0-4 8-4 8 0 2 2 1 6-4 6z',
  lamp: 'M12 21V8M8 8h8l-2-4h-4zM9 21h6',
  building: 'M6 21V4h12v17M10 8h.1M14 8h.1M10 12h.1M14 12h.1M10 21v-4h4v4',
  crane: 'M7 21V4M4 21h6M7 5h13M16 5v6M14 11h4v4h-4z',
  dust: 'M4 9h9a3 3 0 1 0-3-3M4 13h14a3 3 0 1 1-3 3M4 17h6',
  fire: 'M12 21c4 0 6-3 6-6 0-4-4-5-4-11-4 2-4 6-4 8-1 0-2-1-2-2-2 2-2 4-2 5 0 3 2 6 6 6z',
  animal: 'M5 20v-7l-1-5 4 2h5l4-3 1 3 2 1-1 3h-3v6M5 16h10M8 20v-4',
  sound: 'M4 10v4h4l5 4V6l-5 4zM16 9a4 4 0 0 1 0 6M18.500 6.500a8 8 0 0 1 0 11',
  other: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M8 12h.1M12 12h.1M16 12h.1',
} as const

export type IconName = keyof typeof icons

export function iconOr(name: string | undefined, fallback: IconName = 'other'): IconName {
  return name !== undefined && name in icons ? (name as IconName) : fallback
}
