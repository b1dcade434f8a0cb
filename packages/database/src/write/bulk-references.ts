import { isPlainObject, targetObjects } from '@fieldwork/metadata'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import type { QueryContext } from '../query/context.ts'
import { createEnvironment, targetOf } from '../query/sql-environment.ts'
import { bindValues } from '../query/parameters.ts'
import type { Refusals } from './bulk-check.ts'
import type { InsertInput } from './outcome.ts'
import { acceptable } from './reference-checks.ts'
import type { Pointing } from './reference-checks.ts'

type Row = Pick<InsertInput, 'id' | 'values'>

/** References of all rows, each id looked up once; the detail names the fields that cannot be accepted. */
export async function checkReferences(
  ctx: QueryContext,
  db: Queryable,
  { object, rows }: { object: CompiledObject; rows: readonly Row[] },
): Promise<Refusals> {
  const refused: Refusals = new Map()
  for (const field of object.fields.values()) {
    if (field.system || (field.reference === null && field.targets === null)) continue
    const isWrong = await wrongValues(ctx, db, { field, values: rows.map(({ values }) => values[field.name]) })
    for (const { id, values } of rows) {
      if (!isWrong(values[field.name])) continue
      const detail = [...(refused.get(id)?.detail ?? []), `field:${field.name}`]
      refused.set(id, { code: 'unknown_reference', detail })
    }
  }
  return refused
}

interface Pointer {
  object: string
  id: string
}

/** What a value points to; a value of another shape points to nothing. */
function pointersOf({ reference, targets }: CompiledField, value: unknown): Pointer[] {
  if (value === null || value === undefined) return []
  if (reference !== null) return [{ object: reference, id: String(value) }]
  if (Array.isArray(value)) return value.map((id) => ({ object: targets?.objects[0] ?? '', id: String(id) }))
  return isPlainObject(value) ? [{ object: String(value.object), id: String(value.id) }] : []
}

async function wrongValues(
  ctx: QueryContext,
  db: Queryable,
  { field, values }: { field: CompiledField; values: readonly unknown[] },
): Promise<(value: unknown) => boolean> {
  const wanted = new Map<string, Set<string>>()
  for (const { object, id } of values.flatMap((value) => pointersOf(field, value)))
    wanted.set(object, (wanted.get(object) ?? new Set()).add(id))
  const wrong = new Map<string, Set<string>>()
  const allowed = field.reference === null ? targetObjects(ctx.catalog, field) : [targetOf(ctx, field)]
  for (const [name, ids] of wanted) {
    const target = allowed.find((each) => each.name === name)
    wrong.set(name, target ? await unacceptable(ctx, db, { field, target, ids: [...ids] }) : ids)
  }
  if ([...wrong.values()].every(({ size }) => size === 0)) return () => false
  return (value) => pointersOf(field, value).some(({ object, id }) => wrong.get(object)?.has(id))
}

async function unacceptable(
  ctx: QueryContext,
  db: Queryable,
  { ids, ...pointing }: Pointing & { ids: string[] },
): Promise<Set<string>> {
  const env = createEnvironment(ctx)
  const keys = env.parameters.bind({ from: 'input', name: 'ids' }, 'uuid[]')
  const text = `select k.id from unnest(${keys}) k (id) where not exists ${acceptable(env, pointing, 'k.id')}`
  const values = bindValues(env.parameters.sources, { user: ctx.user, now: ctx.now, inputs: { ids } })
  const found = await db.query<{ id: string }>({ text, values })
  return new Set(found.rows.map(({ id }) => id))
}
