import type { CompiledMatch } from '@fieldwork/metadata'
import { fieldOf, storedColumn } from '../query/record-scope.ts'
import { quoteName } from '../query/sql-text.ts'
import { columnOf, joinsOf, routeOf } from './route.ts'
import type { Joins } from './route.ts'
import { tableOf } from './rule-context.ts'
import type { RuleInput } from './rule-context.ts'

/** The record is `r`, the row of the mapping `m`. */
interface Matching extends Pick<Joins, 'tables' | 'conditions'> {
  /** the record's value or values */
  value: string
  isList: boolean
}

/** The values of a record that the n-th match compares. */
export function valuesOf(input: RuleInput, match: CompiledMatch, index: number): Matching {
  const { hops, end } = routeOf(input.catalog, input.catalog.object(input.rule.object), match.path)
  const { tables, conditions, last } = joinsOf(input, hops, { root: 'r', prefix: `w${index}_` })
  return { tables, conditions, value: columnOf(last, end.field), isList: end.isList }
}

/** What joins a record with the rows of the mapping that match it, seen from the record: few records, any mapping. */
export function matchesOfRecord(input: RuleInput): Pick<Joins, 'tables' | 'conditions'> {
  return together(input, (match, index) => {
    const { tables, conditions, value, isList } = valuesOf(input, match, index)
    const key = keyOf(input, match)
    if (match.below === null) return { tables, conditions: [...conditions, isEither(key, { sql: value, isList })] }
    const above = ancestors(input, match.below, isList ? `unnest(${value})` : value)
    const list = `k${index}.ids`
    const lateral = `lateral (select array(${above}) as ids) k${index}`
    return {
      tables: [...tables, lateral],
      conditions: [...conditions, key.isList ? `${key.sql} && ${list}` : `${key.sql} = any(${list})`],
    }
  })
}

/** The same seen from the mapping: few rows of it, any number of records. */
export function recordsOfMapping(input: RuleInput): Pick<Joins, 'tables' | 'conditions'> {
  return together(input, (match, index) => {
    const { tables, conditions, value, isList } = valuesOf(input, match, index)
    const key = keyOf(input, match)
    if (match.below === null) return { tables, conditions: [...conditions, isEither({ sql: value, isList }, key)] }
    const list = `k${index}.ids`
    const below = descendants(input, match.below, key.isList ? `unnest(${key.sql})` : key.sql)
    return {
      tables: [`lateral (select array(${below}) as ids) k${index}`, ...tables],
      conditions: [...conditions, isList ? `${value} && ${list}` : `${value} = any(${list})`],
    }
  })
}

type Part = Pick<Joins, 'tables' | 'conditions'>

function together({ rule }: RuleInput, part: (match: CompiledMatch, index: number) => Part): Part {
  const parts = rule.match.map(part)
  return { tables: parts.flatMap(({ tables }) => tables), conditions: parts.flatMap(({ conditions }) => conditions) }
}

interface Value {
  sql: string
  isList: boolean
}

function keyOf({ catalog, rule }: RuleInput, { key }: CompiledMatch): Value {
  const field = fieldOf(catalog.object(rule.mapping), key)
  return { sql: columnOf('m', field), isList: field.type.expression(field.property).kind === 'list' }
}

/** That two values, or lists of them, have one in common; an index on the first serves. */
function isEither(indexed: Value, other: Value): string {
  if (indexed.isList && other.isList) return `${indexed.sql} && ${other.sql}`
  if (indexed.isList) return `${indexed.sql} @> array[${other.sql}]`
  return other.isList ? `${indexed.sql} = any(${other.sql})` : `${indexed.sql} = ${other.sql}`
}

function treeOf(input: RuleInput, name: string) {
  const object = input.catalog.object(name)
  return { table: tableOf(input, object), parent: quoteName(storedColumn(fieldOf(object, object.hierarchy ?? ''))) }
}

/** Selects the ids at the start and of what stands above. */
function ancestors(input: RuleInput, tree: string, start: string): string {
  const { table, parent } = treeOf(input, tree)
  const up = `select t.${parent} from ${table} t join up on t."id" = up.id where t.${parent} is not null`
  return `with recursive up (id) as (select ${start} union ${up}) select up.id from up`
}

/** Selects the ids at the start and of what stands below. */
export function descendants(input: RuleInput, tree: string, start: string): string {
  const { table, parent } = treeOf(input, tree)
  const down = `select t."id" from ${table} t join down on t.${parent} = down.id`
  return `with recursive down (id) as (select ${start} union ${down}) select down.id from down`
}
