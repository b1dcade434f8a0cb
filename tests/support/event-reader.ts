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
  const stop = new AbortController()
  const answer = await fetch(url, {
    headers: { 'accept-language': 'en', ...headers, accept: 'text/event-stream' },
    signal: stop.signal,
  })
  if (!answer.ok || !answer.body) throw new Error(`${answer.status} ${await answer.text()}`)
  const events: ReadEvent[] = []
  const end = { ended: false }
  void readAll(answer.body, events).then(
    () => (end.ended = true),
    (error: Error) => {
      if (!stop.signal.aborted) throw error
    },
  )
  return { events, isEnded: () => end.ended, close: () => stop.abort() }
}

async function readAll(body: ReadableStream<Uint8Array>, events: ReadEvent[]): Promise<void> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true })
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = readBlock(block)
      if (event) events.push(event)
    }
  }
}

function readBlock(block: string): ReadEvent | null {
  const lines = new Map(
    block.split('\n').map((line) => [line.split(':')[0]!, line.slice(line.indexOf(':') + 1).trim()]),
  )
  const data = lines.get('data')
  if (data === undefined) return null
  return { event: lines.get('event') ?? 'message', id: lines.get('id') ?? null, data: JSON.parse(data) }
}
