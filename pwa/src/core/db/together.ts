/** Looks up in one go what is asked for in one go: a list shows ten pictures, and ten looks hold a slow phone up. */

/** `look` answers keys in their order. It begins after the piece of work that asked, so that the screen is drawn first. */
export function together<Key, Found>(look: (keys: Key[]) => Promise<Found[]>): (key: Key) => Promise<Found> {
  let asked: Key[] = []
  let answers: Promise<Found[]> | null = null

  async function lookUp(): Promise<Found[]> {
    await new Promise((resolve) => setTimeout(resolve))
    const keys = asked
    asked = []
    answers = null
    return look(keys)
  }

  return async (key) => {
    const place = asked.push(key) - 1
    answers ??= lookUp()
    return (await answers)[place] as Found
  }
}
