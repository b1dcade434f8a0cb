import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as it came in. */
export interface Received {
  method: string
  url: string
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** What the receiver answers; null: it hangs up. */
export type Reply = { status?: number; headers?: Record<string, string>; body?: string; afterMs?: number } | null

/** A service outside: keeps what it gets and answers as it is told, by path. */
export async function startReceiver(answer: (request: Received, count: number) => Reply | Promise<Reply>) {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const { method = '', url = '', headers } = request
      const got = { method, url, headers, body: Buffer.concat(chunks).toString() }
      const count = received.filter((each) => each.url === url).length + 1
      received.push(got)
      const reply = await answer(got, count)
      if (reply === null) return void request.socket.destroy()
      const { status = 200, headers: own = { 'content-type': 'application/json' }, body = '{}', afterMs = 0 } = reply
      setTimeout(() => response.writeHead(status, own).end(body), afterMs)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const stop = () => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return { received, host: `localhost:${port}`, url: `http://localhost:${port}`, stop }
}
