import { useRef, useState } from 'react'

import type { FileValue } from './file-value.ts'
import { useFieldServices } from './services.tsx'

/** A file on its way to the server, or one that did not get there. */
export interface Uploading {
  key: number
  name: string
  size: number
  /** 0 to 1 */
  progress: number
  /** why it was refused; absent while it is sent */
  problem?: string
  cancel(): void
}

export interface Uploads {
  pending: readonly Uploading[]
  /** sends the files one after another and tells each that has arrived */
  send(files: readonly File[], onStored: (file: FileValue) => void): void
}

/** Sends files, with progress and a way to stop each. */
export function useUploads(): Uploads {
  const { files: service } = useFieldServices()
  const [pending, setPending] = useState<readonly Uploading[]>([])
  const next = useRef(0)

  const change = (key: number, part: Partial<Uploading>): void =>
    setPending((all) => all.map((each) => (each.key === key ? { ...each, ...part } : each)))
  const drop = (key: number): void => setPending((all) => all.filter((each) => each.key !== key))

  const sendOne = async (file: File, onStored: (file: FileValue) => void): Promise<void> => {
    const key = next.current++
    const stop = new AbortController()
    const cancel = (): void => {
      stop.abort()
      drop(key)
    }
    setPending((all) => [...all, { key, name: file.name, size: file.size, progress: 0, cancel }])
    try {
      const stored = await service.upload(file, {
        signal: stop.signal,
        onProgress: (progress) => change(key, { progress }),
      })
      drop(key)
      onStored(stored)
    } catch (error) {
      if (!stop.signal.aborted) change(key, { problem: error instanceof Error ? error.message : String(error) })
    }
  }

  return {
    pending,
    send: (files, onStored) => {
      for (const file of files) void sendOne(file, onStored)
    },
  }
}
