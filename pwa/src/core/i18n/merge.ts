/** Gives each locale file its name space: features/cases/… → `cases`, features/cases/desk/… → `desk.cases`. */
export type Words = { [key: string]: string | Words }

export function merge(files: Record<string, Words>): Words {
  const merged: Words = {}
  for (const [path, words] of Object.entries(files)) {
    const owner = /(?:features\/)?([\w-]+)\/(?:(desk)\/)?locales\//.exec(path)
    if (!owner) throw new Error(`no name space in ${path}`)
    if (!owner[2]) merged[owner[1]!] = words
    else merged.desk = { ...(merged.desk as Words | undefined), [owner[1]!]: words }
  }
  return merged
}
