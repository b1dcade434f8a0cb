import { createHash } from 'node:crypto'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { pack } from 'tar-stream'
import { sealStream } from './sealed-stream.ts'

/** Writes a tar file while it is read. */
export interface ArchiveWriter {
  /** the file, compressed, and sealed where there is a passphrase */
  stream: Readable
  add(name: string, content: Buffer): Promise<void>
  addStream(name: string, content: Readable, size: number): Promise<void>
  end(): void
  fail(error: Error): void
  /** size and hash of the whole file, once it has been read */
  sum(): { size: number; sha256: string }
}

/** Whoever keeps the archive has stopped, for a reason that he tells himself. */
export class ArchiveGivenUpError extends Error {
  constructor(cause?: unknown) {
    super('The archive was given up', { cause })
    this.name = 'ArchiveGivenUpError'
  }
}

/** Rows compress well at little cost; more takes twice as long for a tenth. */
const GZIP_LEVEL = 4

export function createArchive(passphrase: string | null): ArchiveWriter {
  const tar = pack()
  const meter = createMeter()
  const gzip = createGzip({ level: GZIP_LEVEL })
  const flowing =
    passphrase === null ? pipeline(tar, gzip, meter.stream) : pipeline(tar, gzip, sealStream(passphrase), meter.stream)
  // whoever reads the stream is told
  flowing.catch(() => undefined)
  const entry = (name: string, size: number, fill: (sink: ReturnType<typeof tar.entry>) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      if (tar.destroyed) throw new ArchiveGivenUpError()
      const isStopped = (): void => reject(new ArchiveGivenUpError())
      tar.once('close', isStopped)
      const done = (error?: Error | null): void => {
        tar.off('close', isStopped)
        if (error) reject(tar.destroyed ? new ArchiveGivenUpError(error) : error)
        else resolve()
      }
      fill(tar.entry({ name, size, mode: 0o600, mtime: new Date(0) }, done))
    })
  return {
    stream: meter.stream,
    add: (name, content) => entry(name, content.length, (sink) => void sink.end(content)),
    async addStream(name, content, size) {
      let own: Error | null = null
      content.once('error', (error: Error) => (own = tar.destroyed ? null : error))
      await entry(name, size, (sink) => {
        pipeline(content, sink).catch((error: Error) => sink.destroy(error))
      }).catch((error: unknown) => {
        throw own ?? error
      })
    },
    end: () => tar.finalize(),
    fail: (error) => void meter.stream.destroy(error),
    sum: meter.sum,
  }
}

function createMeter() {
  const hash = createHash('sha256')
  let size = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      size += chunk.length
      done(null, chunk)
    },
  })
  return { stream, sum: () => ({ size, sha256: hash.digest('hex') }) }
}
