/** Stands between the browser and the server and does to requests what happens to them in a courtyard. */
import { readFileSync } from 'node:fs'
import { type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse, createServer, request as ask } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import { chance, pick } from './chance'
import { type Answer, type Fault, type Passage, acts, faults, give } from './faults'

export interface Line {
  number: number
  method: string
  path: string
  fault: Fault | 'held' | 'pass' | 'hung'
  /** What the server said, if it was asked. */
  status: number | null
  began: number
  ended: number | null
}

/** Which requests a scripted act is for. */
export interface Which { method: string, path: RegExp }

export const record: Which = { method: 'PUT', path: /^\/api\/v1\/cases\// }
export const photo: Which = { method: 'PUT', path: /^\/api\/v1\/photos\// }
export const move: Which = { method: 'POST', path: /^\/api\/v1\/cases\/[^/]+\/actions$/ }

interface Script extends Which { fault: Fault | 'held', held?: Held }

/** A request that stands still until it is let go; before the server has seen it, or after. */
interface Held { after: boolean, reached: (line: Line) => void, released: Promise<void> }

export interface Caught { reached: Promise<Line>, letGo: () => void }

export class FaultProxy {
  readonly log: Line[] = []
  /** Share of requests to the API that something happens to. */
  rate = 0
  /** What may happen then. */
  kinds: readonly Fault[] = faults
  /** Answer to nobody, but take every request. */
  isHung = false
  /** When set, whatever else is asked for finds nobody. */
  only: RegExp | null = null
  /** A folder to serve from, below its name. */
  extra: { name: string, folder: string } | null = null
  /** Script to put before the one at this path. */
  readonly before = new Map<string, string>()
  private readonly scripts: Script[] = []
  private readonly counts = new Map<string, number>()
  private readonly sockets = new Set<Socket>()
  private readonly releases = new Set<() => void>()
  private server: Server | null = null
  private port = 0

  constructor(private readonly target: URL, public seed: number) {}

  get address(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** Listens, again on the same port after `die`. */
  async live(): Promise<void> {
    if (this.server) return
    const server = createServer((request, response) => void this.meet(request, response))
    server.on('connection', (socket) => {
      this.sockets.add(socket)
      socket.on('close', () => this.sockets.delete(socket))
    })
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(this.port, '127.0.0.1', resolve))
    this.port = (server.address() as AddressInfo).port
    this.server = server
  }

  /** Connections are refused from here on: the server is gone, whatever the browser thinks of the network. */
  async die(): Promise<void> {
    const { server } = this
    this.server = null
    for (const release of this.releases) release()
    const closed = new Promise((resolve) => (server ? server.close(resolve) : resolve(null)))
    for (const socket of this.sockets) socket.destroy()
    await closed
  }

  /** As new, for the next test; what is on its way is let go. */
  clear(seed = this.seed): void {
    Object.assign(this, { rate: 0, kinds: faults, isHung: false, only: null, seed })
    this.scripts.length = this.log.length = 0
    this.counts.clear()
    this.before.clear()
    for (const release of this.releases) release()
  }

  /** Once, to the next request of this kind. */
  next(which: Which, fault: Fault): void {
    this.scripts.push({ ...which, fault })
  }

  /** Lets the next request of this kind stand still, `after` the server has done it or before it has seen it. */
  hold(which: Which, when: 'before' | 'after'): Caught {
    let letGo = () => undefined as void
    const released = new Promise<void>((resolve) => (letGo = resolve))
    this.releases.add(letGo)
    const reached = new Promise<Line>((resolve) => {
      this.scripts.push({ ...which, fault: 'held', held: { after: when === 'after', reached: resolve, released } })
    })
    return { reached, letGo }
  }

  /** What was asked for and did not get through untouched, by kind. */
  get harm(): Record<string, number> {
    const all: Record<string, number> = {}
    for (const { fault } of this.log) if (fault !== 'pass') all[fault] = (all[fault] ?? 0) + 1
    return all
  }

  get faults(): number {
    return Object.values(this.harm).reduce((all, count) => all + count, 0)
  }

  get requests(): number {
    return this.log.filter(({ path }) => path.startsWith('/api/')).length
  }

  /** For people: every request, what befell it, what the server said. */
  get told(): string {
    const rows = this.log.map(({ number, began, ended, method, path, fault, status }) =>
      [number, new Date(began).toISOString(), ended ? `${ended - began} ms` : 'open', method, path, fault, status ?? '—'].join(' '))
    return [`OFFLINE_SEED=${this.seed}`, ...rows].join('\n')
  }

  private async meet(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await whole(request)
    if (!body) return
    const line = this.note(request)
    try {
      await this.carry(line, request, response, body)
    } catch {
      // The server does not answer, or the phone has gone: both look the same from here.
      response.destroy()
    }
    line.ended = Date.now()
  }

  private note({ method = 'GET', url = '/' }: IncomingMessage): Line {
    const line: Line = { number: this.log.length + 1, method, path: url, fault: 'pass', status: null, began: Date.now(), ended: null }
    this.log.push(line)
    return line
  }

  private async carry(line: Line, request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> {
    const script = this.scriptFor(line)
    const lots = this.lotsFor(line)
    const passage: Passage = {
      body, response, lot: lots.size,
      cut: () => response.socket?.destroy(),
      ask: async (change) => {
        const answer = await this.forward(request, body, change)
        line.status = answer.status
        return answer
      },
    }
    if (this.extra && line.path.startsWith(`/${this.extra.name}/`)) return give(passage, file(this.extra.folder, line.path))
    line.fault = this.fate(line, lots, script)
    if (line.fault === 'hung') return
    if (line.fault === 'held') return hold(passage, line, script!.held!)
    if (line.fault === 'pass') return give(passage, this.prefaced(line.path, await passage.ask()))
    await acts[line.fault](passage)
  }

  private fate({ path }: Line, { whether, which }: { whether: number, which: number }, script?: Script): Line['fault'] {
    if (this.isHung) return 'hung'
    if (this.only && !this.only.test(path)) return 'lose_request'
    if (script) return script.fault
    return path.startsWith('/api/') && whether < this.rate ? pick(this.kinds, which) : 'pass'
  }

  private scriptFor({ method, path }: Line): Script | undefined {
    const index = this.scripts.findIndex((script) => script.method === method && script.path.test(path))
    return index < 0 ? undefined : this.scripts.splice(index, 1)[0]
  }

  /** By the how-manieth request of its kind: what else goes on meanwhile does not change its fate. */
  private lotsFor({ method, path }: Line): { whether: number, which: number, size: number } {
    const kind = `${method} ${path.split('/').slice(0, 4).join('/').replace(/\?.*/, '')}`
    const nth = (this.counts.get(kind) ?? 0) + 1
    this.counts.set(kind, nth)
    const lot = (what: string) => chance(this.seed, what, kind, nth)
    return { whether: lot('whether'), which: lot('which'), size: lot('size') }
  }

  private prefaced(path: string, answer: Answer): Answer {
    const script = this.before.get(path)
    return script === undefined ? answer : { ...answer, body: Buffer.concat([Buffer.from(`${script}\n`), answer.body]) }
  }

  private forward(from: IncomingMessage, body: Buffer, change: Parameters<Passage['ask']>[0] = {}): Promise<Answer> {
    const sent = change.bytes === undefined ? body : body.subarray(0, change.bytes)
    // Without a cache between, what is told apart by its length can be made shorter; coding would hide that.
    const { connection, 'accept-encoding': coding, ...headers } = { ...from.headers, ...change.headers } as IncomingHttpHeaders
    return new Promise((resolve, reject) => {
      const to = ask(new URL(from.url ?? '/', this.target), { method: from.method, headers, agent: false }, (answer) => {
        void whole(answer).then((told) => (told ? resolve({ status: answer.statusCode!, headers: answer.headers, body: told }) : reject(new Error('cut'))))
      })
      to.on('error', reject)
      if (sent.length === body.length) to.end(body)
      else to.write(sent, () => to.destroy())
    })
  }
}

function file(folder: string, path: string): Answer {
  const body = readFileSync(join(folder, ...path.split('/').slice(2)))
  return { status: 200, headers: { 'content-type': 'text/javascript', 'cache-control': 'no-store' }, body }
}

async function hold(passage: Passage, line: Line, { after, reached, released }: Held): Promise<void> {
  const answer = after ? await passage.ask() : null
  reached(line)
  await released
  give(passage, answer ?? (await passage.ask()))
}

/** Everything that comes, or null when it breaks off. */
async function whole(from: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = []
  try {
    for await (const part of from) parts.push(part as Buffer)
  } catch {
    return null
  }
  return from.complete ? Buffer.concat(parts) : null
}
