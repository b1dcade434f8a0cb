import type { Database } from '@fieldwork/database'
import type { ReadyChannel } from './channels/channel.ts'

/**
 * Counts a message against what its channel takes, over all nodes.
 *
 * @returns 0: it may be sent now; else the seconds to wait
 */
export async function takeTurn(
  db: Database,
  { id, channel: { name, type } }: { id: string; channel: ReadyChannel },
): Promise<number> {
  const { rate } = type
  return db.transaction(async (tx) => {
    if (rate) {
      await tx.query({
        text: `select pg_advisory_xact_lock(hashtextextended(current_schema() || ':channel:' || $1, 0))`,
        values: [name],
      })
      const { rows } = await tx.query<{ sent: number; wait: number | null }>({
        text: `select count(*)::int as sent,
          extract(epoch from min(tried_at) + make_interval(secs => $2) - clock_timestamp())::float8 as wait
          from fw_delivery where channel = $1 and tried_at > clock_timestamp() - make_interval(secs => $2)`,
        values: [name, rate.seconds],
      })
      const { sent, wait } = rows[0]!
      if (sent >= rate.messages) return Math.max(wait ?? 0, 1)
    }
    await tx.query({ text: 'update fw_delivery set tried_at = clock_timestamp() where id = $1', values: [id] })
    return 0
  })
}
