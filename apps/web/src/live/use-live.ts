import { isApiProblem, useApi } from '@fieldwork/ui'
import type { Api } from '@fieldwork/ui'
import { useEffect, useRef } from 'react'

import { takeEvents } from './read-events.ts'
import type { LiveEvent } from './read-events.ts'

const AGAIN_MS = 3_000
/** The server says no where somebody listens in very many places. */
const LATER_MS = 60_000

/**
 * Hears what is new as long as the page is in sight, so that tabs behind others hold no connection; what was missed
 * meanwhile comes with the next one.
 *
 * @param watch the record that is looked at, `object:id`
 */
export function useLive(watch: string | null, hear: (event: LiveEvent) => void): void {
  const api = useApi()
  const latest = useRef(hear)
  latest.current = hear
  const last = useRef<string | null>(null)

  useEffect(() => {
    let stop = new AbortController()
    const onEvent = (event: LiveEvent): void => {
      last.current = event.id ?? last.current
      latest.current(event)
    }
    const begin = (): void => {
      stop.abort()
      stop = new AbortController()
      if (document.visibilityState === 'visible')
        void keepListening({ api, watch, lastId: () => last.current, onEvent, signal: stop.signal })
    }
    begin()
    document.addEventListener('visibilitychange', begin)
    return () => {
      document.removeEventListener('visibilitychange', begin)
      stop.abort()
    }
  }, [api, watch])
}

interface Listening {
  api: Api
  watch: string | null
  lastId: () => string | null
  onEvent: (event: LiveEvent) => void
  signal: AbortSignal
}

async function keepListening(listening: Listening): Promise<void> {
  const { signal } = listening
  while (!signal.aborted) {
    const wait = await listen(listening)
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, wait))
  }
}

/** @returns after how many milliseconds to try again */
async function listen({ api, watch, lastId, onEvent, signal }: Listening): Promise<number> {
  const id = lastId()
  const headers = { accept: 'text/event-stream', ...(id && { 'last-event-id': id }) }
  try {
    const query = watch ? `?watch=${encodeURIComponent(watch)}` : ''
    const answer = await api.open(`/api/events${query}`, signal, headers)
    await readAll(answer, onEvent)
    return AGAIN_MS
  } catch (error) {
    return isApiProblem(error) && error.status >= 400 && error.status < 500 ? LATER_MS : AGAIN_MS
  }
}

async function readAll({ body }: Response, onEvent: (event: LiveEvent) => void): Promise<void> {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (;;) {
    const part = await reader?.read()
    if (!part || part.done) return
    const { events, rest } = takeEvents(text + part.value)
    text = rest
    for (const event of events) onEvent(event)
  }
}
