import type { Database } from '@fieldwork/database'
import { compileJs } from '@fieldwork/expressions'
import type { EvaluationScope } from '@fieldwork/expressions'
import type { Catalog, CompiledField, CompiledObject, CompiledRollUp } from '@fieldwork/metadata'
import { targetObjects } from '@fieldwork/metadata'

type Row = Record<string, unknown>
type Db = Pick<Database, 'query'>

/** A workspace as it is stored: every record of every object that people write, by field name. */
interface World {
  catalog: Catalog
  rows: ReadonlyMap<string, readonly Row[]>
  byId: ReadonlyMap<string, ReadonlyMap<string, Row>>
}

/**
 * What is wrong with the stored records of a workspace, seen from outside: nothing of it is worked out by the code that
 * keeps it right. A sentence each, at most a few of a kind; none when all is well.
 */
export async function inconsistencies(db: Db, catalog: Catalog): Promise<string[]> {
  const world = await readWorld(db, catalog)
  const objects = [...catalog.objects.values()].filter(({ managed }) => !managed)
  const found: string[] = []
  for (const object of objects) {
    found.push(...some(await wrongEvents(db, object)))
    const live = liveOf(world, object.name)
    const checks = [
      danglingReferences,
      repeatedValues,
      repeatedTogether,
      wrongPlaces,
      linesWithoutMaster,
      circles,
      wrongRollUps,
    ]
    for (const check of checks) found.push(...some(check(world, object, live)))
  }
  return found
}

const some = (sentences: string[]): string[] => sentences.slice(0, 5)

async function readWorld(db: Db, catalog: Catalog): Promise<World> {
  const rows = new Map<string, Row[]>()
  for (const object of catalog.objects.values()) {
    const { rows: stored } = await db.query<{ row: Row }>({
      text: `select to_jsonb(t) as row from "${object.table}" t`,
    })
    rows.set(
      object.name,
      stored.map(({ row }) => ({ ...row, ...byField(object, row) })),
    )
  }
  const byId = new Map([...rows].map(([name, all]) => [name, new Map(all.map((row) => [String(row.id), row]))]))
  return { catalog, rows, byId }
}

const byField = ({ fields }: CompiledObject, row: Row): Row =>
  Object.fromEntries([...fields.values()].flatMap(({ name, column }) => (column === null ? [] : [[name, row[column]]])))

const liveOf = ({ rows }: World, object: string): Row[] =>
  (rows.get(object) ?? []).filter(({ deleted_at: deletedAt }) => deletedAt === null)

/** Every version of a record has its one event; who may see it is told by events without a version. */
async function wrongEvents(db: Db, { name, table }: CompiledObject): Promise<string[]> {
  const { rows } = await db.query<Row>({
    text: `select t.id, t.version, count(e.id)::int as events, count(distinct e.version)::int as versions, max(e.version) as latest
      from "${table}" t left join fw_event e on e.object = $1 and e.record_id = t.id and e.version is not null
      group by t.id, t.version
      having count(e.id) <> t.version or count(distinct e.version) <> t.version or max(e.version) <> t.version limit 5`,
    values: [name],
  })
  return rows.map((row) => `events of ${name} ${JSON.stringify(row)}`)
}

/** What a record points to is there, and not in the recycle bin. */
function danglingReferences(world: World, object: CompiledObject, live: Row[]): string[] {
  return [...object.fields.values()].flatMap((field) =>
    live.flatMap((row) =>
      pointers(world, field, row[field.name])
        .filter(([target, id]) => !isThere(world, field, target, id))
        .map(([target, id]) => `${object.name} ${String(row.id)}: ${field.name} points to ${target} ${id}`),
    ),
  )
}

function pointers({ catalog }: World, field: CompiledField, value: unknown): [object: string, id: string][] {
  if (value == null) return []
  if (field.reference !== null) return [[field.reference, String(value)]]
  if (field.targets === null) return []
  if (!field.targets.many) return [[String((value as Row).object), String((value as Row).id)]]
  const [target] = targetObjects(catalog, field)
  return (value as string[]).map((id) => [target?.name ?? '', id])
}

/** People stay what they wrote, even when they are gone. */
function isThere({ byId, catalog }: World, { system }: CompiledField, target: string, id: string): boolean {
  const row = byId.get(target)?.get(id)
  return row !== undefined && (row.deleted_at === null || system || catalog.object(target).managed)
}

function repeatedValues(_: World, { name, fields }: CompiledObject, live: Row[]): string[] {
  const unique = [...fields.values()].filter(({ property }) => property['x-field'].unique === true)
  return unique.flatMap((field) => {
    const seen = new Set<string>()
    return live.flatMap((row) => {
      const value = row[field.name]
      if (value == null) return []
      const key = JSON.stringify(value)
      if (seen.has(key)) return [`${name}: ${field.name} ${key} is there twice`]
      seen.add(key)
      return []
    })
  })
}

/** Plain ones only: what makes no difference between texts is for the database to say. */
function repeatedTogether(_: World, { name, uniques }: CompiledObject, live: Row[]): string[] {
  return uniques.flatMap(({ fields, alike }) => {
    const filled = alike ? [] : live.filter((row) => fields.every((field) => row[field] != null))
    const groups = grouped(filled, (row) => JSON.stringify(fields.map((field) => row[field])))
    return [...groups].flatMap(([key, { length }]) => (length > 1 ? [`${name}: ${String(key)} is there twice`] : []))
  })
}

/** The lines of a master are counted from 1 on, without a gap. */
function wrongPlaces(_: World, { name, master }: CompiledObject, live: Row[]): string[] {
  if (master?.position == null) return []
  const { field, position } = master
  return [...grouped(live, (row) => row[field])].flatMap(([of, lines]) => {
    const places = lines.map((line) => line[position] as number).toSorted((a, b) => a - b)
    const isRight = places.every((place, at) => place === at + 1)
    return isRight ? [] : [`${name} of ${String(of)}: places ${JSON.stringify(places)}`]
  })
}

function linesWithoutMaster(_: World, { name, master }: CompiledObject, live: Row[]): string[] {
  if (master === null) return []
  return live.filter((row) => row[master.field] == null).map(({ id }) => `${name} ${String(id)} has no master`)
}

function circles({ byId }: World, { name, hierarchy }: CompiledObject, live: Row[]): string[] {
  if (hierarchy === null) return []
  return live.flatMap((row) => {
    const above = new Set<unknown>()
    for (let at: Row | undefined = row; at; at = byId.get(name)?.get(String(at[hierarchy]))) {
      if (above.has(at.id)) return [`${name} ${String(row.id)} stands below itself`]
      above.add(at.id)
    }
    return []
  })
}

/** Roll-ups hold what adding up the records gives. */
function wrongRollUps(world: World, object: CompiledObject, live: Row[]): string[] {
  return [...object.fields.values()].flatMap(({ name, rollUp }) => {
    if (rollUp === null) return []
    const children = grouped(countedRows(world, rollUp), (row) => row[rollUp.via])
    const below = rollUp.subtree
      ? grouped(world.rows.get(object.name) ?? [], (row) => row[object.hierarchy ?? ''])
      : null
    return live.flatMap((row) => {
      const counted = withBelow(row, below).flatMap(({ id }) => children.get(id) ?? [])
      const expected = figureOf(world, rollUp, counted)
      if (isSameFigure(row[name], expected)) return []
      return [`${object.name} ${String(row.id)}: ${name} is ${String(row[name])} instead of ${String(expected)}`]
    })
  })
}

/** The record and, where records stand below each other, all below it. */
function withBelow(row: Row, below: ReadonlyMap<unknown, Row[]> | null): Row[] {
  const found = new Set([row])
  // a set visits what is added while it is walked
  for (const { id } of found) for (const each of below?.get(id) ?? []) found.add(each)
  return [...found]
}

function countedRows(world: World, { object, where }: CompiledRollUp): Row[] {
  const holds = where === null ? () => true : compileJs(where)
  return liveOf(world, object).filter((row) => holds(scopeOf(row)) === true)
}

function grouped(rows: readonly Row[], keyOf: (row: Row) => unknown): Map<unknown, Row[]> {
  const groups = new Map<unknown, Row[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group) group.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}

const scopeOf = (record: Row): EvaluationScope => ({
  record: record as EvaluationScope['record'],
  variables: { user: null, old: null },
  now: new Date(),
  timeZone: 'UTC',
})

function figureOf({ catalog }: World, { object, function: fn, field, by }: CompiledRollUp, rows: Row[]): unknown {
  if (fn === 'count' && field === null) return rows.length
  const formula = catalog.object(object).fields.get(field ?? '')?.formula
  const valueOf = formula ? compileJs(formula) : null
  const withValue = rows.map((row) => ({ row, value: valueOf ? valueOf(scopeOf(row)) : row[field ?? ''] }))
  if (fn === 'latest') return latest(withValue, by ?? 'created_at')
  const values = withValue.map(({ value }) => value).filter((value) => value != null)
  if (fn === 'count') return values.length
  if (fn === 'sum') return values.reduce<number>((sum, value) => sum + Number(value), 0)
  if (values.length === 0) return null
  if (fn === 'avg') return values.reduce<number>((sum, value) => sum + Number(value), 0) / values.length
  return values.reduce((best, value) => (isLess(value, best) === (fn === 'min') ? value : best))
}

function latest(rows: { row: Row; value: unknown }[], by: string): unknown {
  const dated = rows.filter(({ row, value }) => row[by] != null && value != null)
  const [last] = dated.toSorted((a, b) => (isBefore(a.row, b.row, by) ? 1 : -1))
  return last?.value ?? null
}

/** PostgreSQL writes moments with as many decimals as they need, so they compare as text once these are even. */
function isBefore(a: Row, b: Row, by: string): boolean {
  const [x, y] = [even(a[by]), even(b[by])]
  return x === y ? String(a.id) < String(b.id) : x < y
}

const even = (moment: unknown): string =>
  String(moment).replace(/(?:\.(\d+))?(\+.*|Z)?$/, (_, decimals: string = '') => decimals.padEnd(6, '0'))

function isLess(a: unknown, b: unknown): boolean {
  return typeof a === 'number' && typeof b === 'number' ? a < b : even(a) < even(b)
}

/** Means are rounded to the decimals of their field. */
function isSameFigure(stored: unknown, expected: unknown): boolean {
  if (stored == null || expected == null) return stored == expected
  if (typeof expected !== 'number') return even(stored) === even(expected)
  return Math.abs(Number(stored) - expected) <= Math.max(0.005, Math.abs(expected) * 1e-9)
}
