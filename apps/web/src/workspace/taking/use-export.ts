import { useApi } from '@fieldwork/ui'
import { useCallback, useEffect, useRef, useState } from 'react'

/** How far an export is. */
export interface ExportProgress {
  /** records received; null where the format does not tell */
  records: number | null
  total: number
  bytes: number
}

const LINE_FEED = 10

/** Takes a file from the server piece by piece, so that it can be followed and broken off, and hands it to the browser. */
export function useExport() {
  const api = useApi()
  const [progress, setProgress] = useState<ExportProgress | null>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  /** @returns the number of records; null when it was cancelled */
  const run = useCallback(
    async (path: string, name: string): Promise<number | null> => {
      const controller = new AbortController()
      running.current = controller
      setProgress({ records: 0, total: 0, bytes: 0 })
      try {
        const response = await api.open(path, controller.signal)
        const total = Number(response.headers.get('x-row-count') ?? 0)
        save(await received(response, { total, onProgress: setProgress }), name)
        return total
      } catch (error) {
        if (controller.signal.aborted) return null
        throw error
      } finally {
        running.current = null
        setProgress(null)
      }
    },
    [api],
  )
  return { progress, run, cancel: () => running.current?.abort() }
}

interface Receiving {
  total: number
  onProgress(progress: ExportProgress): void
}

async function received(response: Response, { total, onProgress }: Receiving): Promise<Blob> {
  const type = response.headers.get('content-type') ?? ''
  const isText = /csv|ndjson/.test(type)
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  let lines = type.includes('csv') ? -1 : 0
  const reader = response.body?.getReader()
  for (;;) {
    const piece = await reader?.read()
    if (!piece || piece.done) return new Blob(pieces, { type })
    pieces.push(piece.value)
    bytes += piece.value.byteLength
    if (isText) lines += countLines(piece.value)
    onProgress({ records: isText ? Math.min(total, Math.max(0, lines)) : null, total, bytes })
  }
}

/** Lines of text in a cell count too, so this is for showing only. */
function countLines(piece: Uint8Array): number {
  let lines = 0
  for (const byte of piece) if (byte === LINE_FEED) lines++
  return lines
}

function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
