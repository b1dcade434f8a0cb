import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@fieldwork/metadata'
import type { Actor, Records } from '@fieldwork/records'
import { isRelativeTime, resolveRelativeTime, type Clock } from './relative-time.ts'
import type { ResolvedStep, SampleStep } from './sample-steps.ts'

const USERS_FILE = 'users.json'

type Sample = { $id?: string } & Record<string, unknown>

interface SampleFile {
  object: string
  /** `$id` names a record, `"@id"` anywhere refers to one, `"@today-3"` is a day (see relative-time.ts) */
  records?: Sample[]
  /** later values of records that were made before, such as references that would go round in circles */
  changes?: Sample[]
  /** what people did with records afterwards, in this order */
  steps?: SampleStep[]
}

interface SampleInput {
  records: Records
  actor: Actor
  folder: string
  /** ids by user name; files refer to them as `@user.<name>` */
  userIds: ReadonlyMap<string, string>
  /** IANA name of the workspace's zone */
  timeZone: string
  doStep(step: ResolvedStep): Promise<void>
  /** told after each file which names stand for which ids */
  afterFile?(ids: ReadonlyMap<string, string>): Promise<void>
}

/**
 * Loads the sample records, file by file in the order of their names, through the same door as everybody's records.
 *
 * @returns how many were made
 * @throws Error that names the file and its problems
 */
export async function loadSampleData({ folder, userIds, timeZone, afterFile, ...door }: SampleInput): Promise<number> {
  const ids = new Map([...userIds].map(([username, id]) => [`user.${username}`, id]))
  const clock = { now: Date.now(), timeZone }
  let count = 0
  for (const name of (await readdir(folder)).filter(isSampleFile).sort()) {
    const file = JSON.parse(await readFile(join(folder, name), 'utf8')) as SampleFile
    await explaining(name, () => loadFile(file, { ...door, ids, clock }))
    await afterFile?.(ids)
    count += file.records?.length ?? 0
  }
  return count
}

interface Names {
  ids: ReadonlyMap<string, string>
  clock: Clock
}

interface LoadContext extends Names {
  records: Records
  doStep(step: ResolvedStep): Promise<void>
  actor: Actor
  ids: Map<string, string>
}

/** Records that refer to others of the same file come after them, so a file is loaded in rounds. */
async function loadFile(
  { object, records: samples = [], changes = [], steps = [] }: SampleFile,
  context: LoadContext,
): Promise<void> {
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
  for (const change of changes) {
    await records.update(actor, { object, id: idOf(context, change), values: resolve(change, context) })
  }
  for (const { $id, ...step } of steps) await context.doStep({ object, id: idOf(context, { $id }), ...step })
}

function idOf({ ids }: Names, { $id = '' }: { $id?: string }): string {
  const id = ids.get($id)
  if (id === undefined) throw new Error(`unknown record: ${$id}`)
  return id
}

function resolve({ $id: _id, ...values }: Sample, { ids, clock }: Names) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, resolveValue(value, ids, clock)]))
}

/** Also within lists, and within the records of a list of lines. */
function resolveValue(value: unknown, ids: ReadonlyMap<string, string>, clock: Clock): unknown {
  if (isRelativeTime(value)) return resolveRelativeTime(value, clock)
  if (Array.isArray(value)) return value.map((item) => resolveValue(item, ids, clock))
  if (isPlain(value)) return resolve(value, { ids, clock })
  return isReference(value) ? ids.get(value.slice(1)) : value
}

function referencesOf(sample: object): string[] {
  return Object.values(sample).flatMap((value: unknown) => {
    if (isReference(value)) return [value.slice(1)]
    return typeof value === 'object' && value !== null ? referencesOf(value) : []
  })
}

const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

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
