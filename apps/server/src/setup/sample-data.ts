import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@fieldwork/metadata'
import type { Actor, Records } from '@fieldwork/records'
import { isRelativeTime, resolveRelativeTime, type Clock } from './relative-time.ts'

const USERS_FILE = 'users.json'

interface SampleFile {
  object: string
  /** `$id` names a record, `"@id"` anywhere refers to one, `"@today-3"` is a day (see relative-time.ts) */
  records: ({ $id?: string } & Record<string, unknown>)[]
}

interface SampleInput {
  records: Records
  actor: Actor
  folder: string
  /** ids by user name; files refer to them as `@user.<name>` */
  userIds: ReadonlyMap<string, string>
  /** IANA name of the workspace's zone */
  timeZone: string
}

/**
 * Loads the sample records, file by file in the order of their names, through the same door as everybody's records.
 *
 * @returns how many were made
 * @throws Error that names the file and its problems
 */
export async function loadSampleData({ folder, userIds, timeZone, ...door }: SampleInput): Promise<number> {
  const ids = new Map([...userIds].map(([username, id]) => [`user.${username}`, id]))
  const clock = { now: Date.now(), timeZone }
  let count = 0
  for (const name of (await readdir(folder)).filter(isSampleFile).sort()) {
    const file = JSON.parse(await readFile(join(folder, name), 'utf8')) as SampleFile
    await explaining(name, () => loadFile(file, { ...door, ids, clock }))
    count += file.records.length
  }
  return count
}

interface LoadContext {
  records: Records
  actor: Actor
  ids: Map<string, string>
  clock: Clock
}

/** Records that refer to others of the same file come after them, so a file is loaded in rounds. */
async function loadFile({ object, records: samples }: SampleFile, context: LoadContext): Promise<void> {
  const { records, actor, ids } = context
  let waiting = samples
  while (waiting.length > 0) {
    const ready = waiting.filter((sample) => referencesOf(sample).every((reference) => ids.has(reference)))
    if (ready.length === 0) throw new Error(`unknown references: ${waiting.flatMap(referencesOf).join(', ')}`)
    const rows = ready.map((sample) => resolve(sample, context))
    const made = await records.createMany(actor, { object, rows })
    for (const [index, { $id }] of ready.entries()) if ($id) ids.set($id, made.ids[index]!)
    waiting = waiting.filter((sample) => !ready.includes(sample))
  }
}

function resolve({ $id: _id, ...values }: Record<string, unknown>, { ids, clock }: LoadContext) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, resolveValue(value, ids, clock)]))
}

function resolveValue(value: unknown, ids: ReadonlyMap<string, string>, clock: Clock): unknown {
  if (isRelativeTime(value)) return resolveRelativeTime(value, clock)
  return isReference(value) ? ids.get(value.slice(1)) : value
}

function referencesOf(sample: Record<string, unknown>): string[] {
  return Object.values(sample)
    .filter(isReference)
    .map((reference) => reference.slice(1))
}

function isReference(value: unknown): value is string {
  return typeof value === 'string' && /^@[\w.-]+$/.test(value) && !isRelativeTime(value)
}

function isSampleFile(name: string): boolean {
  return name.endsWith('.json') && name !== USERS_FILE
}

async function explaining(name: string, load: () => Promise<void>): Promise<void> {
  try {
    await load()
  } catch (error) {
    const problems = error instanceof AppError ? error.problems : []
    const details = problems.map(({ pointer, message }) => `${pointer ?? ''} ${message.en}`).join('; ')
    throw new Error(`sample data ${name}: ${(error as Error).message} ${details}`, { cause: error })
  }
}
