import type { CompiledField } from '@fieldwork/metadata'
import { fieldOf } from '../query/record-scope.ts'
import { quoteName } from '../query/sql-text.ts'
import type { Dependency } from './dependencies.ts'
import { descendants, recordsOfMapping, valuesOf } from './matching.ts'
import { columnOf, isNext, joinsOf } from './route.ts'
import type { Hop } from './route.ts'
import { tableOf } from './rule-context.ts'
import type { RuleInput } from './rule-context.ts'

export type Event = 'insert' | 'update' | 'delete'

/** Rows that a statement wrote, as a subquery: what they were and what they are, where a column that matters differs. */
export function changedRows({ columns }: Pick<Dependency, 'columns'>, event: Event): string {
  const list = (alias: string) =>
    [...new Set(['id', ...columns])].map((column) => `${alias}.${quoteName(column)}`).join(', ')
  if (event === 'insert') return `(select ${list('n')} from new_rows n)`
  if (event === 'delete') return `(select ${list('o')} from old_rows o)`
  const tuple = (alias: string) => [...columns].map((column) => `${alias}.${quoteName(column)}`).join(', ')
  const both = `old_rows o join new_rows n on n."id" = o."id" where (${tuple('o')}) is distinct from (${tuple('n')})`
  return `(select ${list('o')} from ${both} union all select ${list('n')} from ${both})`
}

/** Whether only writes of the record itself, or of records that it holds the lock for, go this way. */
export function isNear(dependency: Dependency): boolean {
  if (dependency.kind === 'own') return true
  if (dependency.kind !== 'way' || dependency.hops.length !== 1) return false
  const [hop] = dependency.hops as [Hop]
  return hop.kind === 'down' && hop.field.reference !== null
}

/** What of a statement can change members: nothing refers yet to a record that comes, nor any more to one that goes. */
export function matters(dependency: Dependency, event: Event): boolean {
  if (event === 'update') return true
  if (dependency.kind === 'own') return event === 'insert'
  if (dependency.kind === 'way') return dependency.hops.at(-1)?.kind === 'down'
  if (dependency.kind === 'people') return event === 'delete' || dependency.isLinked
  return dependency.kind === 'mapping'
}

/** Selects the ids of the records for whom others changed; rows that a plan reads by indexes. */
export function affectedSql(input: RuleInput, dependency: Dependency, event: Event): string {
  const changed = changedRows(dependency, event)
  const object = input.catalog.object(input.rule.object)
  const live = 'r."deleted_at" is null'
  const records = `${tableOf(input, object)} r`
  switch (dependency.kind) {
    case 'own':
      return `select x."id" from ${changed} x`
    case 'way': {
      const before = joinsOf(input, dependency.hops.slice(0, -1), { root: 'r', prefix: 'w' })
      const last = isNext(dependency.hops.at(-1) as Hop, { at: before.last, next: 'x' })
      const conditions = [last, ...before.conditions, live].join(' and ')
      return `select r."id" from ${[`${changed} x`, ...before.tables, records].join(', ')} where ${conditions}`
    }
    case 'mapping':
      return recordsBy(input, `${changed} m`)
    case 'tree': {
      const { tables, conditions, value, isList } = valuesOf(input, dependency.match, dependency.index)
      const below = descendants(input, dependency.object.name, `x."id" from ${changed} x`)
      const among = isList ? `${value} && array(${below})` : `${value} = any(array(${below}))`
      return `select r."id" from ${[records, ...tables].join(', ')} where ${[live, ...conditions, among].join(' and ')}`
    }
    case 'people':
      return recordsBy(input, `(${mappingOf(input, dependency, changed)}) m`)
  }
}

/** The records that rows of the mapping `m` are about. */
function recordsBy(input: RuleInput, rows: string): string {
  const { tables, conditions } = recordsOfMapping(input)
  const records = `${tableOf(input, input.catalog.object(input.rule.object))} r`
  return `select r."id" from ${[rows, ...tables, records].join(', ')} where ${['r."deleted_at" is null', ...conditions].join(' and ')}`
}

type People = Extract<Dependency, { kind: 'people' }>

/** The rows of the mapping that name people who changed. */
function mappingOf({ catalog, rule, ...context }: RuleInput, people: People, changed: string): string {
  const mapping = catalog.object(rule.mapping)
  const field = fieldOf(mapping, rule.people.field)
  const id = people.isLinked ? columnOf('x', fieldOf(people.object, 'employee')) : 'x."id"'
  const named = `array(select ${id} from ${changed} x where ${id} is not null)`
  const column = columnOf('p', field)
  const isNamed = field.reference === null ? `${column} && ${named}` : `${column} = any(${named})`
  return `select p.* from ${tableOf(context, mapping)} p where p."deleted_at" is null and ${isNamed}`
}

/** Selects the records that lines stand in, whose own lock keeps others from counting them at the same time. */
export function wholesOf({ hops }: Extract<Dependency, { kind: 'way' }>, changed: string): string {
  const whole = columnOf('x', (hops[0] as Hop).field)
  return `select ${whole} from ${changed} x where ${whole} is not null`
}

/** Condition on a new row `n`: without these values nothing can match; null: what matters comes with other records. */
export function canMatch({ catalog, rule }: RuleInput): string | null {
  const object = catalog.object(rule.object)
  const starts = rule.match.map(({ path }) => object.fields.get(path[0] ?? ''))
  if (starts.includes(undefined)) return null
  return starts.map((field) => `${columnOf('n', field as CompiledField)} is not null`).join(' and ')
}
