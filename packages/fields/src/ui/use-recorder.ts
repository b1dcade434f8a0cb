import { useEffect, useRef, useState } from 'react'

/** A note longer than that is stopped. */
const MAX_SECONDS = 600
/** In the order of preference; Safari knows the last alone. */
const FORMATS: [type: string, ending: string][] = [
  ['audio/webm;codecs=opus', 'webm'],
  ['audio/ogg;codecs=opus', 'ogg'],
  ['audio/mp4', 'm4a'],
]

export interface Recorder {
  state: 'idle' | 'recording' | 'refused' | 'unavailable'
  seconds: number
  start(): Promise<void>
  stop(): void
}

/** Records what the microphone hears, as a file. */
export function useRecorder(onRecorded: (sound: File) => void): Recorder {
  const format = formatOf()
  const [state, setState] = useState<Recorder['state']>(format ? 'idle' : 'unavailable')
  const [seconds, setSeconds] = useState(0)
  const running = useRef<MediaRecorder | null>(null)
  const latest = useRef(onRecorded)
  latest.current = onRecorded
  const stop = (): void => running.current?.stop()

  useEffect(() => {
    if (state !== 'recording') return undefined
    const timer = setInterval(() => setSeconds((past) => past + 1), 1000)
    return () => clearInterval(timer)
  }, [state])
  useEffect(() => {
    if (seconds >= MAX_SECONDS) stop()
  }, [seconds])
  useEffect(() => stop, [])

  const start = async (): Promise<void> => {
    if (!format) return
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null)
    if (!stream) return setState('refused')
    const [type, ending] = format
    const recorder = new MediaRecorder(stream, { mimeType: type })
    const parts: Blob[] = []
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
    recorder.addEventListener('stop', () => {
      for (const track of stream.getTracks()) track.stop()
      running.current = null
      setState('idle')
      const plain = type.split(';')[0] ?? type
      latest.current(new File(parts, `voice-${stamp()}.${ending}`, { type: plain }))
    })
    running.current = recorder
    setSeconds(0)
    setState('recording')
    recorder.start()
  }
  return { state, seconds, start, stop }
}

function formatOf(): [type: string, ending: string] | null {
  if (typeof MediaRecorder === 'undefined' || !navigator.mediaDevices) return null
  return FORMATS.find(([type]) => MediaRecorder.isTypeSupported(type)) ?? null
}

const stamp = (): string => new Date().toISOString().slice(0, 16).replace(/[T:]/g, '-')
