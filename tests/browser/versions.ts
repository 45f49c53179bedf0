/** Two versions of the client at one address, one after the other; the server behind both is the same. */
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, type Server, type ServerResponse, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'

const built = process.env.CLIENT_DIR ?? join(__dirname, '..', '..', 'pwa', 'dist')
const types: Record<string, string> = {
  '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.png': 'image/png', '.svg': 'image/svg+xml', '.webmanifest': 'application/manifest+json',
}
const isText = (name: string) => ['.html', '.js', '.css'].includes(extname(name))

function filesOf(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesOf(path) : [path]
  })
}

/** The same app with another word in it, every one of its files under another name, as after a change that reaches them all. */
function anotherVersion(from: string, to: string, words: [before: string, after: string]): void {
  cpSync(from, to, { recursive: true })
  const files = filesOf(to)
  const names = files.filter((path) => /\/assets\/.*\.(js|css)$/.test(path)).map((path) => path.split('/').at(-1)!)
  const renamed = (name: string) => name.replace(/(\.\w+)$/, 'Next$1')
  for (const path of files.filter(isText)) {
    let text = readFileSync(path, 'utf8').replaceAll(...words)
    for (const name of names) text = text.replaceAll(name, renamed(name))
    // The worker tells its versions of a file apart by this.
    if (path.endsWith('/sw.js')) text = text.replaceAll('"revision":"', '"revision":"next')
    writeFileSync(path, text)
  }
  for (const path of files.filter((one) => names.includes(one.split('/').at(-1)!))) renameSync(path, path.replace(/[^/]+$/, renamed))
}

export class Versions {
  private readonly folder = mkdtempSync(join(tmpdir(), 'versions-'))
  private readonly server: Server
  private served = join(this.folder, 'first')
  /** Whether the API answers; the files always do. */
  hasServer = true

  constructor(private readonly to: number, words: [before: string, after: string]) {
    cpSync(built, this.served, { recursive: true })
    anotherVersion(built, join(this.folder, 'next'), words)
    this.server = createServer((question, answer) => this.meet(question, answer))
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
  }

  /** From here on the files of the first are gone. */
  update(): void {
    this.served = join(this.folder, 'next')
  }

  async close(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
    rmSync(this.folder, { recursive: true })
  }

  private meet(question: IncomingMessage, answer: ServerResponse): void {
    const { pathname } = new URL(question.url!, 'http://here')
    if (pathname.startsWith('/api/')) return this.hasServer ? this.pass(question, answer) : void question.destroy()
    const wanted = join(this.served, normalize(pathname))
    const path = existsSync(wanted) && statSync(wanted).isFile() ? wanted : join(this.served, 'index.html')
    const isGone = pathname.startsWith('/assets/') && path !== wanted
    // Asked for while everything is being put away.
    if (!isGone && !existsSync(path)) return void question.destroy()
    answer.writeHead(isGone ? 404 : 200, { 'Content-Type': types[extname(path)] ?? 'application/octet-stream', 'Cache-Control': 'no-store' })
    answer.end(isGone ? '' : readFileSync(path))
  }

  private pass(question: IncomingMessage, answer: ServerResponse): void {
    const { method, url: path, headers } = question
    const asked = request({ host: '127.0.0.1', port: this.to, method, path, headers }, (given) => {
      answer.writeHead(given.statusCode!, given.headers)
      given.pipe(answer)
    })
    asked.on('error', () => answer.destroy())
    question.pipe(asked)
  }
}
