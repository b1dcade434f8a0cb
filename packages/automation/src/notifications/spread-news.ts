import { onOutboxNudge } from '@fieldwork/database'
import type { Database } from '@fieldwork/database'
import { setTimeout as sleep } from 'node:timers/promises'

/** Where nodes say that people have been told something. */
export const newsChannel = ({ schema }: Pick<Database, 'schema'>): string => `fw_news_${schema}`

/** However much is written, others hear of it this often at most. */
const PAUSE_MS = 150

/**
 * Tells the other nodes of what this one has committed. It is done apart from the writes and few times a second, since
 * a NOTIFY inside of them would make their commits wait for each other.
 */
export function keepSpreadingNews(db: Database): { start(): void; stop(): Promise<void> } {
  let telling: Promise<void> | null = null
  let isMore = false
  let unhear: (() => void) | null = null
  const tell = async (): Promise<void> => {
    do {
      isMore = false
      try {
        await db.query({ text: "select pg_notify($1, '')", values: [newsChannel(db)] })
      } catch (error) {
        db.log.warn({ error }, 'other nodes could not be told that there is news; they look by themselves')
      }
      await sleep(PAUSE_MS)
    } while (isMore)
    telling = null
  }
  return {
    start() {
      unhear ??= onOutboxNudge(db, () => {
        isMore = true
        telling ??= tell()
      })
    },
    async stop() {
      unhear?.()
      unhear = null
      isMore = false
      await telling
    },
  }
}
