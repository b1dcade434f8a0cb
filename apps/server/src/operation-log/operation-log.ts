import { writeOperations } from '@fieldwork/database'
import type { Database, NewLoggedOperation, Registry } from '@fieldwork/database'
import { createRepetitions } from './repetitions.ts'
import { tellMisses } from './tell-misses.ts'

const FLUSH_MS = 1_000

/** Who did what. Nobody changes a line, and nothing is waited for that only counts. */
export interface OperationLog {
  /** Writes lines; when the promise is kept they stand. For what must not happen unseen. */
  write(...operations: NewLoggedOperation[]): Promise<void>
  /** Notes what may happen often. It is counted and told by one line a minute; a crash loses a second of it. */
  note(operation: NewLoggedOperation): void
  /** writes what has been noted so far */
  flush(): Promise<void>
  /** writes what is left, and takes no more */
  close(): Promise<void>
}

export function createOperationLog(db: Database, registry: Pick<Registry, 'catalog'>): OperationLog {
  const repetitions = createRepetitions()
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()

  async function tell(all: boolean): Promise<void> {
    const lines = repetitions.take(Date.now(), all)
    if (lines.length === 0) return
    await writeOperations(db, await tellMisses(db, registry.catalog(), lines))
  }

  /** One after the other, so that closing waits for what is under way. */
  function flush(all: boolean): Promise<void> {
    writing = writing
      .then(() => tell(all))
      .catch((error: unknown) => db.log.error({ error }, 'the operation log could not be written'))
    return writing
  }

  function schedule(): void {
    if (timer || repetitions.isEmpty()) return
    timer = setTimeout(() => {
      timer = null
      void flush(false).then(schedule)
    }, FLUSH_MS)
    timer.unref()
  }

  return {
    write: (...operations) => writeOperations(db, operations),
    note(operation) {
      repetitions.add(operation, Date.now())
      schedule()
    },
    flush: () => flush(true),
    close() {
      if (timer) clearTimeout(timer)
      timer = null
      return flush(true)
    },
  }
}
