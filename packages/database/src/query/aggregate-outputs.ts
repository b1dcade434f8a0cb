import { appError } from '@fieldwork/metadata'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { LocalizedText, Measure } from '@fieldwork/fields'
import { referenceSubquery, pathSql } from './record-scope.ts'
import type { RecordScope } from './record-scope.ts'
import { nameSql } from './masked-field.ts'
import { fieldAt } from './sort.ts'
import { targetOf } from './sql-environment.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import { quoteText } from './sql-text.ts'

/** One column of an aggregate, named by the text that asked for it. */
export interface AggregateOutput {
  /** the text asked for, also the key of the result */
  text: string
  /** SQL over the rows */
  sql: string
  /** the object whose ids a group holds: shown with labels */
  target: CompiledObject | null
}

const dateParts: ReadonlySet<string> = new Set(['year', 'quarter', 'month', 'week', 'day'])
const measureNames: ReadonlySet<string> = new Set<Measure>(['count', 'sum', 'avg', 'min', 'max'])
const call = /^(\w+)\(([^()]*)\)$/

/** `count()`, `sum(amount)`; the argument may be a path or a formula. */
export function measureOutput(env: SqlEnvironment, scope: RecordScope, text: string): AggregateOutput {
  const [, name = '', argument = ''] = call.exec(text) ?? []
  if (!measureNames.has(name)) throw badOutput(text, unknownMeasure(text))
  if (name === 'count' && argument === '') return { text, sql: 'count(*)', target: null }
  const path = argument.split('.')
  const field = fieldAt(env, scope.object, path)
  const isOpen = name === 'count' ? reportableAs(field) !== 'none' : ['measure', 'both'].includes(reportableAs(field))
  if (!isOpen) throw badOutput(text, notReportable(field, 'measure'))
  if (!measuresOf(field).includes(name as Measure)) throw badOutput(text, unfitting(text))
  return { text, sql: `${name}(${pathSql(env, scope, path)})`, target: null }
}

/** A field, a path, or the first day of a period: `month(close_date)`, in the workspace's zone. */
export function groupOutput(env: SqlEnvironment, scope: RecordScope, text: string): AggregateOutput {
  const [, part, argument] = call.exec(text) ?? []
  const path = (argument ?? text).split('.')
  const field = fieldAt(env, scope.object, path)
  if (!['dimension', 'both'].includes(reportableAs(field))) throw badOutput(text, notReportable(field, 'dimension'))
  const sql = pathSql(env, scope, path)
  if (part !== undefined) return { text, sql: periodSql(env, { part, field, sql, text }), target: null }
  if (!field.type.groupable) throw badOutput(text, unfitting(text))
  return { text, sql, target: field.reference === null ? null : targetOf(env, field) }
}

/** What a field is used for in reports, as far as its type allows it. */
const reportableAs = ({ property }: CompiledField): 'dimension' | 'measure' | 'none' | 'both' =>
  property['x-field'].reportable ?? 'both'

const notReportable = ({ label }: CompiledField, use: 'dimension' | 'measure'): LocalizedText =>
  use === 'measure'
    ? { en: `${label.en} is not meant for figures`, 'zh-CN': `${label['zh-CN']}未设为可统计的指标` }
    : { en: `${label.en} is not meant to group by`, 'zh-CN': `${label['zh-CN']}未设为可分组的维度` }

interface Period {
  part: string
  field: CompiledField
  sql: string
  text: string
}

function periodSql(env: SqlEnvironment, { part, field, sql, text }: Period): string {
  const kind = kindOf(field)
  if (!dateParts.has(part) || (kind !== 'date' && kind !== 'datetime')) throw badOutput(text, unfitting(text))
  const local = kind === 'date' ? `${sql}::timestamp` : `${sql} at time zone ${quoteText(env.timeZone)}`
  return `date_trunc('${part}', ${local})::date`
}

/** The label of a group's id, as the actor may see it. */
export function groupLabel(env: SqlEnvironment, key: string, target: CompiledObject): string {
  return referenceSubquery(env, { target, key, eyes: 'actor', evenDeleted: true }, (scope) =>
    nameSql(env, scope, (path) => pathSql(env, scope, path)),
  )
}

const kindOf = (field: CompiledField) => field.formula?.type.kind ?? field.type.expression(field.property).kind

const numberMeasures: readonly Measure[] = ['count', 'sum', 'avg', 'min', 'max']

function measuresOf(field: CompiledField): readonly Measure[] {
  if (!field.formula) return field.type.measures
  const { kind } = field.formula.type
  if (kind === 'integer' || kind === 'decimal') return numberMeasures
  return kind === 'date' || kind === 'datetime' ? ['count', 'min', 'max'] : ['count']
}

export function badOutput(text: string, message: LocalizedText) {
  return appError('invalid_request', { reason: text }, [
    { code: 'invalid_aggregate', message, params: { output: text } },
  ])
}

const unknownMeasure = (text: string): LocalizedText => ({
  en: `“${text}” is not a measure; use count(), sum(field), avg(field), min(field) or max(field)`,
  'zh-CN': `“${text}”不是有效的统计项，可用：count()、sum(字段)、avg(字段)、min(字段)、max(字段)`,
})

const unfitting = (text: string): LocalizedText => ({
  en: `“${text}” does not fit the type of the field`,
  'zh-CN': `“${text}”与字段类型不符`,
})
