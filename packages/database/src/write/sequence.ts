import { parseNumberFormat } from '@fieldwork/fields'
import type { NumberReset, NumberSegment } from '@fieldwork/fields'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import { pathSql } from '../query/record-scope.ts'
import type { RecordScope } from '../query/record-scope.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteText } from '../query/sql-text.ts'

/** An auto-number of a new record: the counter's increment as a CTE, and the text made of it. */
export interface SequencePart {
  field: CompiledField
  /** name of the CTE */
  cte: string
  sql: string
  /** the number, where the CTE is in scope */
  value: string
}

export function sequenceFields(object: CompiledObject): CompiledField[] {
  return [...object.fields.values()].filter(({ type }) => type.computed === 'sequence')
}

/**
 * The counter is a row, locked until the statement commits: numbers have neither gaps nor doubles, at the price that
 * creating records of one object and period goes one by one.
 */
export function sequenceParts(env: SqlEnvironment, object: CompiledObject, image: RecordScope): SequencePart[] {
  return sequenceFields(object).map((field, i) => {
    const { format, reset } = numberOptions(field)
    const cte = `seq${i}`
    const day = dayIn(env)
    const key = [quoteText(object.name), quoteText(field.name), periodSql(reset, day)].join(', ')
    const sql =
      `${cte} as (insert into fw_sequence as s (object, field, period, value) select ${key}, 1 from verdict` +
      ' where verdict.code is null on conflict (object, field, period) do update set value = s.value + 1 returning value)'
    const pieces = segmentsOf(format).map((segment) => segmentSql(env, segment, { cte, day, image }))
    return { field, cte, sql, value: `(${pieces.join(' || ')})` }
  })
}

export function numberOptions({ property }: CompiledField): { format: string; reset: NumberReset } {
  const { format, reset } = property['x-field']
  return { format: String(format), reset: (reset as NumberReset | undefined) ?? 'never' }
}

function segmentsOf(format: string): NumberSegment[] {
  const parsed = parseNumberFormat(format)
  if ('problems' in parsed) throw new Error(`The number format ${format} was published with mistakes`)
  return parsed.segments
}

const dayIn = ({ bindsNow, parameters, timeZone }: SqlEnvironment) =>
  `(${bindsNow ? parameters.bind({ from: 'now' }, 'timestamptz') : 'now()'} at time zone ${quoteText(timeZone)})`

const periodLengths: Record<NumberReset, number> = { never: 0, year: 4, month: 7, day: 10 }

function periodSql(reset: NumberReset, day: string): string {
  return reset === 'never' ? `''` : `left(to_char(${day}, 'YYYY-MM-DD'), ${periodLengths[reset]})`
}

const dateFormats = { yyyy: 'YYYY', yy: 'YY', MM: 'MM', dd: 'DD' } as const

function segmentSql(
  env: SqlEnvironment,
  segment: NumberSegment,
  { cte, day, image }: { cte: string; day: string; image: RecordScope },
): string {
  switch (segment.kind) {
    case 'text':
      return quoteText(segment.text)
    case 'date':
      return `to_char(${day}, '${dateFormats[segment.token]}')`
    case 'field':
      return `coalesce((${pathSql(env, image, [segment.field])})::text, '')`
    case 'sequence':
      return `lpad(${cte}.value::text, greatest(${segment.width}, length(${cte}.value::text)), '0')`
  }
}
