import type { CompiledField } from '@fieldwork/metadata'
import { quoteText } from './sql-text.ts'

/** A record of `object` that a field may point to: SQL of its id. */
export interface PointedAt {
  object: string
  key: string
}

/** Condition: the value of the field, at a column, points to the record; written so that the field's index serves. */
export function pointsTo({ targets }: CompiledField, column: string, { object, key }: PointedAt): string {
  if (targets === null) return `${column} = ${key}`
  if (targets.many) return `${column} @> array[${key}]`
  return `(${column}->>'id' = ${key}::text and ${column}->>'object' = ${quoteText(object)})`
}
