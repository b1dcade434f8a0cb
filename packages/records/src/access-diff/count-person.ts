import { bothValues, changedAccess, countChanges, exampleChanges } from '@fieldwork/database'
import type { ChangedAccess, CountedChange, Database, ExampleRecords, FutureTables } from '@fieldwork/database'
import { accessPlan } from '../access/access-plan.ts'
import { valueKey } from './people-between.ts'
import type { ActorSide } from './field-changes.ts'
import type { BothSides } from './people-between.ts'
import { labelOf } from './role-changes.ts'
import { counted } from './shape-difference.ts'
import type { Counted, ShapeDifference } from './shape-difference.ts'
import type { AccessDiffInput, CountObstacle, ObjectDifference } from './types.ts'

export interface CountDeps {
  db: Database
  timeZone: string
  tables: FutureTables
  input: Pick<AccessDiffInput, 'rows' | 'examples'>
  /** people are not known as they will be: why */
  peopleObstacle: CountObstacle | null
  /** how long the next statement may take */
  statementMs(): number
}

type Records = Pick<ObjectDifference, 'records' | 'examples' | 'obstacle'>

/** Counts what people gain and lose. Equal statements with equal values are asked once, whoever they are about. */
export function createCounter(deps: CountDeps) {
  const known: Known = { answers: new Map(), texts: new Map() }
  return async (sides: BothSides, difference: ShapeDifference): Promise<ObjectDifference> => {
    const { object, operations, fields } = difference
    const catalogs = { before: sides.before.catalog, after: sides.after.catalog }
    const rest = { object, label: labelOf(catalogs, object), operations, fields }
    return { ...rest, ...(await recordsOf(deps, known, sides, difference)) }
  }
}

const uncounted = (obstacle: CountObstacle | null): Records => ({ records: null, examples: null, obstacle })

const noChange: CountedChange = { gained: { count: 0, isExact: true }, lost: { count: 0, isExact: true } }

interface Known {
  /** by statement and values */
  answers: Map<string, Promise<Records>>
  /** by object and the shapes of a person */
  texts: Map<string, ChangedAccess>
}

async function recordsOf(
  deps: CountDeps,
  { answers, texts }: Known,
  sides: BothSides,
  { object }: ShapeDifference,
): Promise<Records> {
  const known = sides.before.catalog.objects.get(object)
  if (!known || !deps.tables.has(known.table)) return uncounted('no_table')
  const place = `${object}\n${sides.key}`
  const changed = texts.get(place) ?? changedOf(sides, object, deps.timeZone)
  texts.set(place, changed)
  const obstacle = deps.peopleObstacle ?? deps.tables.obstacle(changed.source)
  if (obstacle !== null) return uncounted(obstacle)
  const { before: now, after: then } = sides.values()
  const values = bothValues(now, then)
  const user = { id: sides.before.actor.id, name: '', username: '', access: values }
  const key = keyOf(changed, user)
  const answer = answers.get(key) ?? count(deps, changed, user)
  answers.set(key, answer)
  return answer
}

const sideOf = ({ catalog, actor }: ActorSide) => ({ catalog, access: accessPlan(catalog, actor).access })

function changedOf({ before, after }: BothSides, object: string, timeZone: string): ChangedAccess {
  return changedAccess({ object, operations: counted, before: sideOf(before), after: sideOf(after), timeZone })
}

type User = Parameters<typeof countChanges>[1]['user']

/** The values that a statement is bound to stand beside its text. */
function keyOf({ source, sources }: ChangedAccess, user: User): string {
  const values = sources.map((from) => {
    if (from.from === 'access') return valueKey(user.access?.[from.key])
    return from.from === 'user' ? user[from.key] : null
  })
  return JSON.stringify([source, values])
}

async function count(deps: CountDeps, changed: ChangedAccess, user: User): Promise<Records> {
  const { db, tables, input } = deps
  const asked = { changed, tables, user, operations: counted.length }
  const limits = () => ({ ms: deps.statementMs(), rows: input.rows })
  const counts = await countChanges(db, asked, limits())
  const examples = {} as Record<Counted, ExampleRecords>
  for (const [at, operation] of counted.entries()) {
    const isAsked = input.examples > 0 && hasChange(counts[at]!)
    const found = isAsked ? await exampleChanges(db, { ...asked, at, most: input.examples }, limits()) : none
    examples[operation] = found
  }
  const records = { read: counts[0] ?? noChange, update: counts[1] ?? noChange }
  return { records, examples, obstacle: null }
}

const none: ExampleRecords = { gained: [], lost: [] }

/** Records come or go, or it is not known that none does. */
export const hasChange = ({ gained, lost }: CountedChange): boolean =>
  gained.count + lost.count > 0 || !gained.isExact || !lost.isExact
