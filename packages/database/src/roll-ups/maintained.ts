import { quoteName } from '../query/sql-text.ts'
import type { ChildRow, RollUpContext } from './child-row.ts'
import { isDay, latestColumns, meanColumns } from './helper-columns.ts'
import type { Relation, RollUpField } from './relations.ts'
import { countsFor } from './tree-walk.ts'

/** How one roll-up is kept right. Rows are `c`, the change of each parent is `d`, the parent `t`. */
export interface Maintained {
  /** what is gathered per parent from rows that came (`c.fw_sign` 1) and went (-1) */
  delta: string[]
  /** over `d`: whether it changes anything */
  isChanged: string
  /** assignments that apply `d` to `t` */
  assign: string[]
  /** the columns it keeps, and what they hold made anew from all rows of a parent */
  scratch: { column: string; sql: string }[]
}

export interface MaintainInput {
  context: RollUpContext
  relation: Relation
  row: ChildRow
  /** a number of its own in the statement */
  index: number
}

/** Describes in SQL how a roll-up is kept. */
export function maintain(input: MaintainInput, rollUp: RollUpField): Maintained {
  const value = rollUp.rollUp.field === null ? null : input.row.value(rollUp.rollUp.field)
  const counts = input.row.counts(rollUp, value)
  const column = input.context.columnOf(input.relation.parent.name, rollUp.field.name)
  const spec: Spec = { ...input, rollUp, value: value ?? '1', counts, column: quoteName(column), name: column }
  switch (rollUp.rollUp.function) {
    case 'count':
      return keepTotal(spec, '1')
    case 'sum':
      return keepTotal(spec, spec.value)
    case 'avg':
      return keepMean(spec)
    case 'latest':
      return keepLatest(spec)
    default:
      return keepExtreme(spec, rollUp.rollUp.function)
  }
}

interface Spec extends MaintainInput {
  rollUp: RollUpField
  value: string
  counts: string | null
  /** quoted */
  column: string
  name: string
}

const filtered = (...conditions: (string | null)[]): string => {
  const all = conditions.filter((condition) => condition !== null)
  return all.length === 0 ? '' : ` filter (where ${all.join(' and ')})`
}

const total = (value: string, counts: string | null): string =>
  `coalesce(sum(c.fw_sign * ${value})${filtered(counts)}, 0)`

/** A record made anew stands in the outer join even where there is none. */
const total0 = (value: string, counts: string | null): string =>
  `coalesce(sum(${value})${filtered('c."id" is not null', counts)}, 0)`

function keepTotal({ index, column, name, counts }: Spec, value: string): Maintained {
  return {
    delta: [`${total(value, counts)} as d${index}`],
    isChanged: `d.d${index} <> 0`,
    assign: [`${column} = t.${column} + d.d${index}`],
    scratch: [{ column: name, sql: total0(value, counts) }],
  }
}

function keepMean({ index, column, name, counts, value, rollUp: { field } }: Spec): Maintained {
  const { sum, count } = meanColumns(field.name)
  const [all, number] = [quoteName(sum.name), quoteName(count.name)]
  const [newSum, newCount] = [`(t.${all} + d.s${index})`, `(t.${number} + d.n${index})`]
  const type = field.type.column(field.property)?.type
  return {
    delta: [`${total(value, counts)} as s${index}`, `${total('1', counts)} as n${index}`],
    isChanged: `d.s${index} <> 0 or d.n${index} <> 0`,
    assign: [`${all} = ${newSum}`, `${number} = ${newCount}`, `${column} = ${newSum} / nullif(${newCount}, 0)`],
    scratch: [
      { column: sum.name, sql: total0(value, counts) },
      { column: count.name, sql: total0('1', counts) },
      { column: name, sql: `(${total0(value, counts)} / nullif(${total0('1', counts)}, 0))::${type}` },
    ],
  }
}

/** `<child> c` with the rows of parent `t` that count. */
function rowsOf({ context, relation, counts }: Spec): string {
  const table = `${quoteName(context.schema)}.${quoteName(relation.child.table)}`
  const conditions = [countsFor(context, relation), 'c."deleted_at" is null', ...(counts === null ? [] : [counts])]
  return `${table} c where ${conditions.join(' and ')}`
}

/** Where the extreme itself went, only the rows that are left can tell the next. */
function keepExtreme(spec: Spec, fn: 'min' | 'max'): Maintained {
  const { index, column, name, counts, value } = spec
  const [best, beats] = fn === 'max' ? ['greatest', '>='] : ['least', '<=']
  const [old, now] = [`d.o${index}`, `d.n${index}`]
  return {
    delta: [
      `${fn}(${value})${filtered('c.fw_sign < 0', counts)} as o${index}`,
      `${fn}(${value})${filtered('c.fw_sign > 0', counts)} as n${index}`,
    ],
    isChanged: `${old} is distinct from ${now}`,
    assign: [
      `${column} = case when ${old} is not distinct from ${now} then t.${column}` +
        ` when ${old} ${beats} ${best}(t.${column}, ${now}) then (select ${fn}(${value}) from ${rowsOf(spec)})` +
        ` else ${best}(t.${column}, ${now}) end`,
    ],
    scratch: [{ column: name, sql: `${fn}(${value})${filtered(counts)}` }],
  }
}

/** The value of the record with the greatest date or time, then id. */
function keepLatest(spec: Spec): Maintained {
  const { index, column, name, value, row, rollUp, relation } = spec
  const byField = rollUp.rollUp.by ?? 'created_at'
  const by = row.value(byField)
  const counts = [spec.counts, `${by} is not null`].filter((condition) => condition !== null).join(' and ')
  const id = 'c."id"'
  const helpers = latestColumns(rollUp.field.name, isDay(relation.child.fields.get(byField)))
  const order = `${by} desc, ${id} desc`
  const top = (of: string, sign: string | null) => `(array_agg(${of} order by ${order})${filtered(sign, counts)})[1]`
  const gone = (of: string) => top(of, 'c.fw_sign < 0')
  const came = (of: string) => top(of, 'c.fw_sign > 0')
  const [oldKey, newKey] = [`(d.oa${index}, d.oi${index})`, `(d.na${index}, d.ni${index})`]
  const [at, of] = [quoteName(helpers.at.name), quoteName(helpers.id.name)]
  const isEmpty = `t.${at} is null`
  const isReread =
    `d.oi${index} is not null and (${isEmpty} or ${oldKey} >= (t.${at}, t.${of}))` +
    ` and (d.ni${index} is null or ${newKey} < ${oldKey})`
  const isNew = `d.ni${index} is not null and (${isEmpty} or ${newKey} >= (t.${at}, t.${of}))`
  const found = `select ${by}, ${id}, ${value} from ${rowsOf({ ...spec, counts })} and (${isReread}) order by ${order} limit 1`
  return {
    delta: [
      `${gone(by)} as oa${index}`,
      `${gone(id)} as oi${index}`,
      `${gone(value)} as ov${index}`,
      `${came(by)} as na${index}`,
      `${came(id)} as ni${index}`,
      `${came(value)} as nv${index}`,
    ],
    isChanged: `(d.oa${index}, d.oi${index}, d.ov${index}) is distinct from (d.na${index}, d.ni${index}, d.nv${index})`,
    assign: [
      `(${at}, ${of}, ${column}) = ((${found}) union all` +
        ` select d.na${index}, d.ni${index}, d.nv${index} where not (${isReread}) and (${isNew}) union all` +
        ` select t.${at}, t.${of}, t.${column} where not (${isReread}) and not (${isNew}))`,
    ],
    scratch: [
      { column: helpers.at.name, sql: top(by, null) },
      { column: helpers.id.name, sql: top(id, null) },
      { column: name, sql: top(value, null) },
    ],
  }
}
