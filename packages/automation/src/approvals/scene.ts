import { createHash } from 'node:crypto'
import { readExpressions } from '@fieldwork/database'
import type { Database, QueryContext } from '@fieldwork/database'
import type { CheckedExpression } from '@fieldwork/expressions'
import { appError, compileStoredApproval, constantOn } from '@fieldwork/metadata'
import type { Catalog, CompiledApproval } from '@fieldwork/metadata'
import type { Actor, Records } from '@fieldwork/records'
import { presentOf } from '../calendar/present.ts'
import { wallTime } from '../calendar/zoned-time.ts'

/** What one transaction of an approval works with. */
export interface Scene {
  db: Pick<Database, 'query' | 'transaction'>
  /** bound to the transaction */
  records: Records
  catalog: Catalog
  timeZone: string
}

/** Whom `user` means in an expression. */
export type Person = Pick<Actor, 'id' | 'name' | 'username'>

/** Expressions over a record as the platform sees it; values as a caller would send them, empty where it is gone. */
export async function evaluate(
  scene: Scene,
  { object, id }: { object: string; id: string },
  expressions: Readonly<Record<string, CheckedExpression>>,
  user: Person,
): Promise<Record<string, unknown>> {
  const names = Object.keys(expressions)
  if (names.length === 0) return {}
  const key = `approval\n${object}\n${JSON.stringify(names.map((name) => wordsOf(name, expressions[name]!)))}`
  const [row] = await readExpressions(platformContext(scene, user), { key, object, id, expressions, limit: 1 })
  return row?.values ?? {}
}

/** Chains of several versions read parameters as they were for each. */
const wordsOf = (name: string, { source, constants }: CheckedExpression) => [name, source, constants ?? null]

/** Whether a condition holds; one that is left out does. */
export async function holds(
  scene: Scene,
  record: { object: string; id: string },
  condition: CheckedExpression | null,
  user: Person,
): Promise<boolean> {
  if (condition === null) return true
  return (await evaluate(scene, record, { holds: condition }, user)).holds === true
}

/** Sees everything; `user` is somebody. */
export const platformContext = ({ db, catalog, timeZone }: Scene, { id, name, username }: Person): QueryContext => ({
  db,
  catalog,
  access: () => ({ kind: 'all' }),
  accessKey: 'approval',
  user: { id: id === '' ? null : id, name, username },
  timeZone,
})

/** Who somebody is. */
export async function personOf({ db }: Pick<Scene, 'db'>, id: string): Promise<Person> {
  const { rows } = await db.query<Person & Record<string, unknown>>({
    text: 'select id, name, username from "user" where id = $1',
    values: [id],
  })
  return rows[0] ?? { id, name: '', username: '' }
}

/** Whose record it is, or else who made it. @throws approval_not_possible */
export async function authorOf(
  { db, catalog }: Scene,
  { object, id }: { object: string; id: string },
): Promise<string> {
  const { table, fields } = catalog.object(object)
  const columns = ['owner', 'created_by'].flatMap((name) => fields.get(name)?.column ?? [])
  const { rows } = await db.query<{ id: string | null }>({
    text: `select coalesce(${[...columns.map((column) => `"${column}"`), 'null'].join(', ')}) as id from "${table}" where id = $1`,
    values: [id],
  })
  if (!rows[0]?.id) throw appError('approval_not_possible', { reason: noSubmitter })
  return rows[0].id
}

const noSubmitter = { en: 'nobody has submitted it', 'zh-CN': '没有提交人' }

const compiled = new WeakMap<Catalog, Map<string, CompiledApproval>>()

/** The chain that an approval began by, over the objects as they are now. */
export async function chainOfVersion({ db, catalog }: Scene, version: string): Promise<CompiledApproval> {
  const known = compiled.get(catalog) ?? new Map<string, CompiledApproval>()
  compiled.set(catalog, known)
  const found = known.get(version)
  if (found) return found
  const { rows } = await db.query<{ definition: CompiledApproval['definition'] }>({
    text: 'select definition from fw_approval_version where hash = $1',
    values: [version],
  })
  if (!rows[0]) throw new Error(`The chain ${version} of an approval is not kept`)
  const { chain } = compileStoredApproval(catalog, rows[0].definition)
  known.set(version, chain)
  return chain
}

/** Keeps a chain as it is now, parameters as they are today. @returns what names this version of it */
export async function keepVersion(scene: Scene, chain: CompiledApproval): Promise<string> {
  const { hash, text } = versionOn(chain, await todayIn(scene))
  await scene.db.query({
    text: 'insert into fw_approval_version (hash, chain, definition) values ($1, $2, $3) on conflict do nothing',
    values: [hash, chain.name, text],
  })
  return hash
}

/** The day in the workspace's zone. */
export const todayIn = async ({ db, timeZone }: Pick<Scene, 'db' | 'timeZone'>): Promise<string> =>
  wallTime(await presentOf(db), timeZone).date

/** A chain with its parameters as they are on a day, and what names this version of it. */
export function versionOn({ definition, parameters }: CompiledApproval, day: string): { hash: string; text: string } {
  const kept = Object.entries(parameters).map(([key, parameter]) => [key, constantOn(parameter, day)] as const)
  const text = JSON.stringify(kept.length > 0 ? { ...definition, parameters: Object.fromEntries(kept) } : definition)
  return { hash: createHash('sha256').update(text).digest('hex').slice(0, 32), text }
}
