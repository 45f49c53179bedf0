/** A line to the server that fails in the ways lines fail, at one address all along. */
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net'

/** open: as ever · dead: nobody answers the door · silent: the door opens and nothing more is heard. */
export type Fault = 'open' | 'dead' | 'silent'

export class Line {
  private readonly sockets = new Set<Socket>()
  private server: Server
  private fault: Fault = 'open'
  private port = 0

  constructor(private readonly to: number) {
    this.server = this.listening()
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`
  }

  async set(fault: Fault): Promise<void> {
    this.fault = fault
    this.sockets.forEach((socket) => socket.destroy())
    if (fault === 'dead') await this.close()
    else if (!this.server.listening) await this.open()
  }

  async open(): Promise<void> {
    this.server = this.listening()
    await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve))
    this.port = (this.server.address() as AddressInfo).port
  }

  async close(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy())
    await new Promise((resolve) => this.server.close(resolve))
  }

  private listening(): Server {
    return createServer((phone) => {
      this.hold(phone)
      if (this.fault !== 'open') return
      const server = this.hold(connect(this.to, '127.0.0.1'))
      phone.pipe(server).pipe(phone)
    })
  }

  /** One end gone, the other goes too: both are in the set, and errors are expected here. */
  private hold(socket: Socket): Socket {
    this.sockets.add(socket)
    return socket.on('error', () => socket.destroy()).on('close', () => this.sockets.delete(socket))
  }
}
