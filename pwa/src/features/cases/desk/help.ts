/** Every key of the desk in groups, as "?" shows them; what a key does is said at `desk.cases.keys.<words>`. */
export interface KeyLine {
  keys: string[]
  words: string
}

export const groups: { name: string; lines: KeyLine[] }[] = [
  {
    name: 'list',
    lines: [
      { keys: ['J', '↓'], words: 'j' },
      { keys: ['K', '↑'], words: 'k' },
      { keys: ['PgDn', 'End'], words: 'pages' },
      { keys: ['/'], words: 'search' },
      { keys: ['Esc'], words: 'esc' },
      { keys: ['Ctrl Z'], words: 'undo' },
      { keys: ['?'], words: 'help' },
    ],
  },
  {
    name: 'many',
    lines: [
      { keys: ['Space'], words: 'tick' },
      { keys: ['Shift J', 'Shift K'], words: 'extend' },
      { keys: ['Ctrl A'], words: 'all' },
      { keys: ['Shift F'], words: 'many_f' },
      { keys: ['Shift A…'], words: 'many' },
      { keys: ['[', ']'], words: 'views' },
      { keys: ['Tab', '←', '→'], words: 'tab_pane' },
    ],
  },
  {
    name: 'case',
    lines: [
      { keys: ['F'], words: 'f' },
      { keys: ['1…9'], words: 'limit' },
      { keys: ['H'], words: 'photo' },
      { keys: ['='], words: 'compare' },
      { keys: ['G'], words: 'survivor' },
    ],
  },
  {
    name: 'form',
    lines: [
      { keys: ['1…9'], words: 'choice' },
      { keys: ['0'], words: 'write' },
      { keys: ['Ctrl Enter'], words: 'send' },
    ],
  },
  {
    name: 'comparing',
    lines: [
      { keys: ['M'], words: 'merge' },
      { keys: ['N'], words: 'merge_other' },
      { keys: ['←', '→'], words: 'other' },
    ],
  },
]
