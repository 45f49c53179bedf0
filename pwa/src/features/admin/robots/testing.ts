/** The test button: ask for a test, then look in the log until it says how it went. */
import { get, post, query, type Page, type Robot, type RobotSend } from '@/core/api'

const LOOKS = 12
const EVERY_MS = 1000

/** The row of the log once it was sent or refused; null where it still waits after some seconds. */
export async function testRobot({ id }: Robot, pause = (ms: number) => new Promise((done) => setTimeout(done, ms))): Promise<RobotSend | null> {
  const { send_id } = await post<{ send_id: string }>(`/robots/${id}/test`)
  for (let look = 0; look < LOOKS; look++) {
    await pause(EVERY_MS)
    const { items } = await get<Page<RobotSend>>(`/robot-sends${query({ robot_id: id, limit: 20 })}`)
    const row = items.find((one) => one.id === send_id)
    if (row && (row.state !== 'waiting' || row.failure)) return row
  }
  return null
}
