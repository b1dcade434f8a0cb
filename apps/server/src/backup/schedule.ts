import type { Round } from '@fieldwork/automation'
import { lastDue } from '@fieldwork/database'
import type { Database, Queryable } from '@fieldwork/database'
import { AppError } from '@fieldwork/metadata'
import { Cron } from 'croner'
import type { Sealer } from '../identity/sealing.ts'
import type { Backups } from './backups.ts'

/** When backups are made by themselves, and how many are kept. */
export interface BackupSchedule {
  enabled: boolean
  /** five fields, in the time zone of the workspace: `0 2 * * *` */
  cron: string
  /** so many of the schedule; null: any number */
  keep: number | null
  /** so long; null: for ever */
  days: number | null
  with_files: boolean
  /** whether they are sealed with a passphrase */
  sealed: boolean
}

interface StoredSchedule extends Omit<BackupSchedule, 'sealed'> {
  /** sealed itself; null: backups are not */
  passphrase: string | null
  /** ISO 8601: moments before are not caught up on */
  since: string
}

const usual: StoredSchedule = {
  enabled: false,
  cron: '0 2 * * *',
  keep: 14,
  days: null,
  with_files: true,
  passphrase: null,
  since: '1970-01-01T00:00:00Z',
}

const SETTING = 'backup'
const PURPOSE = 'backup schedule'
const EVERY_MS = 20_000
const MOST_MISSED = 100_000

const cronOf = (text: string, timeZone: string): Cron => new Cron(text, { timezone: timeZone, mode: '5-part' })

/** The next moments; null where it cannot be read or never comes. */
export function nextMoments(text: string, timeZone: string, count = 3): string[] | null {
  try {
    const moments = cronOf(text, timeZone).nextRuns(count)
    return moments.length === 0 ? null : moments.map((moment) => moment.toISOString())
  } catch {
    // croner says what is wrong in English only; the caller has words of his own
    return null
  }
}

async function readStored(db: Queryable): Promise<StoredSchedule> {
  const { rows } = await db.query<{ value: StoredSchedule }>({
    text: 'select value from fw_setting where key = $1',
    values: [SETTING],
  })
  return { ...usual, ...rows[0]?.value }
}

export async function readSchedule(db: Queryable): Promise<BackupSchedule> {
  const { passphrase, since: _since, ...rest } = await readStored(db)
  return { ...rest, sealed: passphrase !== null }
}

/** `passphrase` undefined: as it is; null: none any more. */
export async function storeSchedule(
  db: Queryable,
  sealer: Sealer,
  { passphrase, ...schedule }: Omit<BackupSchedule, 'sealed'> & { passphrase?: string | null | undefined },
): Promise<void> {
  const before = await readStored(db)
  const sealed = passphrase === undefined ? before.passphrase : passphrase && sealer.seal(passphrase, PURPOSE)
  const stored: StoredSchedule = { ...schedule, passphrase: sealed, since: new Date().toISOString() }
  await db.query({
    text: `insert into fw_setting (key, value) values ($1, $2::jsonb)
      on conflict (key) do update set value = excluded.value, updated_at = now()`,
    values: [SETTING, JSON.stringify(stored)],
  })
}

export interface ScheduleDeps {
  db: Database
  backups: Pick<Backups, 'start' | 'expire'>
  sealer: Sealer
  timeZone: string
}

/** Makes the backup whose moment has come; of several that were missed, one. Says whether it began one. */
export async function followSchedule(
  { db, backups, sealer, timeZone }: ScheduleDeps,
  now = new Date(),
): Promise<boolean> {
  const { enabled, cron, passphrase, since, with_files: withFiles, keep, days } = await readStored(db)
  if (!enabled) return false
  const last = await lastDue(db)
  const from = new Date(Math.max(last?.getTime() ?? 0, Date.parse(since)))
  const due = latestDue(cronOf(cron, timeZone), from, now)
  if (due === null) return false
  const opened = passphrase === null ? null : sealer.open(passphrase, PURPOSE)
  const call = { actor: null, account: 'schedule', details: { due: due.toISOString() } }
  const id = await backups.start({ reason: 'schedule', passphrase: opened, withFiles, due, call })
  await backups.expire({ keep, days })
  return id !== null
}

function latestDue(cron: Cron, from: Date, now: Date): Date | null {
  let due: Date | null = null
  for (let steps = 0; steps < MOST_MISSED; steps++) {
    const next = cron.nextRun(due ?? from)
    if (next === null || next > now) break
    due = next
  }
  return due
}

/** Looks whether a backup is due, every few seconds. */
export const backupRound = (deps: ScheduleDeps): Round => ({
  name: 'backups',
  everyMs: EVERY_MS,
  async look() {
    try {
      await followSchedule(deps)
    } catch (error) {
      // another one is under way: the moment stays due
      if (!(error instanceof AppError && error.code === 'backup_busy')) throw error
    }
  },
})
