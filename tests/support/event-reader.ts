import { once } from 'node:events'
import { get } from 'node:http'
import type { IncomingMessage } from 'node:http'

const STREAM = 'text/event-stream'

/** One server-sent event. */
export interface ReadEvent {
  event: string
  id: string | null
  data: unknown
}

export interface EventReader {
  /** everything so far */
  events: ReadEvent[]
  /** whether the server has ended the stream */
  isEnded(): boolean
  close(): void
}

/** Listens to a stream of server-sent events until it is closed. @throws with the status when it is refused */
export async function listenTo(url: string, headers: Record<string, string>): Promise<EventReader> {
  // a connection of its own: fetch opens another one as soon as this one is cut off, and keeps it
  const request = get(url, { agent: false, headers: { 'accept-language': 'en', ...headers, accept: STREAM } })
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  answer.setEncoding('utf8')
  if (answer.statusCode !== 200) {
    request.destroy()
    throw new Error(`${answer.statusCode}`)
  }
  const events: ReadEvent[] = []
  let text = ''
  answer.on('data', (chunk: string) => {
    const blocks = (text + chunk).split('\n\n')
    text = blocks.pop() ?? ''
    events.push(...blocks.flatMap((block) => readBlock(block) ?? []))
  })
  // cut off by the reader or by the server: both are its end
  answer.on('error', () => undefined)
  return { events, isEnded: () => answer.complete || answer.destroyed, close: () => void request.destroy() }
}

function readBlock(block: string): ReadEvent | null {
  const lines = new Map(
    block.split('\n').map((line) => [line.split(':')[0]!, line.slice(line.indexOf(':') + 1).trim()]),
  )
  const data = lines.get('data')
  if (data === undefined) return null
  return { event: lines.get('event') ?? 'message', id: lines.get('id') ?? null, data: JSON.parse(data) }
}
