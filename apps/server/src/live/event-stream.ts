import { PassThrough } from 'node:stream'

/** What goes to one listener, in the format of server-sent events. */
export interface EventStream {
  body: PassThrough
  /** @param id where the listener takes up again after a break */
  send(event: string, data: unknown, id?: string): void
  beat(): void
  end(): void
}

/** A listener who does not read for so long that this much waits for him is cut off; he may come again. */
const MOST_WAITING_BYTES = 1 << 20
const RETRY_MS = 3_000

export function createEventStream(): EventStream {
  const body = new PassThrough()
  const write = (text: string): void => {
    if (body.writableEnded || body.destroyed) return
    if (body.writableLength > MOST_WAITING_BYTES) return void body.destroy()
    body.write(text)
  }
  // the first bytes tell browsers and proxies that the answer has begun
  write(`retry: ${RETRY_MS}\n\n`)
  return {
    body,
    send(event, data, id) {
      write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    },
    beat: () => write(': still here\n\n'),
    end: () => void body.end(),
  }
}
