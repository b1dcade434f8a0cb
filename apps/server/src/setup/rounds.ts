import { keepRound } from '@fieldwork/automation'
import type { Round } from '@fieldwork/automation'
import { lookForLeftovers } from '@fieldwork/records'
import { backupRound } from '../backup/index.ts'
import { purgingRounds } from '../capabilities/recycle-bin/purging.ts'
import type { ServerDeps } from '../capability.ts'

const HOUR_MS = 60 * 60 * 1000

/**
 * What every server looks after again and again, whether it does jobs or not: unused files, the recycle bin, backups.
 *
 * @param folder where uploads are received
 */
export function keepRounds(deps: ServerDeps, folder: string): { stop(): Promise<void> } {
  const { db, config, registry, backups } = deps
  backups.clear().catch((error: unknown) => db.log.warn({ error }, 'what restorations left could not be removed'))
  const files = () => lookForLeftovers(db, { folder, catalog: registry.catalog })
  const rounds: Round[] = [
    { name: 'files', everyMs: HOUR_MS, look: files },
    ...purgingRounds({ ...deps, days: config.recycleDays }),
    backupRound({ ...deps, timeZone: config.timeZone }),
  ]
  const kept = rounds.map((round) => keepRound(round, db.log))
  return { stop: async () => void (await Promise.all(kept.map(({ stop }) => stop()))) }
}
