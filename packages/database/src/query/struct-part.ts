import { sqlType } from '@fieldwork/expressions'
import type { ExpressionKind } from '@fieldwork/fields'
import { quoteText } from './sql-text.ts'

/** A part of a value that is stored as `jsonb`. */
export interface StructPart {
  /** SQL of the part, from the SQL of the whole; what is missing is null */
  sql(whole: string): string
  type: ExpressionKind
  /** the rest of the path, on the record that the part refers to */
  beyond: readonly string[]
}

/** The part of a type at a path; null when it has none. */
export function structPart(kind: ExpressionKind, path: readonly string[]): StructPart | null {
  let type = kind
  let at = 0
  for (; at < path.length && type.kind === 'struct'; at++) {
    const key = path[at] as string
    const next: ExpressionKind | undefined = Object.hasOwn(type.fields, key) ? type.fields[key] : undefined
    if (!next) return null
    type = next
  }
  const beyond = path.slice(at)
  if (at === 0 || (beyond.length > 0 && type.kind !== 'record')) return null
  const keys = path.slice(0, at).map(quoteText)
  return { sql: (whole) => partValue(whole, keys, type), type, beyond: beyond.join() === 'id' ? [] : beyond }
}

/** A text is read with `->>` and no cast, so that an index on it serves. */
function partValue(whole: string, keys: readonly string[], type: ExpressionKind): string {
  const json = [whole, ...keys].join('->')
  if (type.kind === 'struct') return `nullif(${json}, 'null')`
  if (type.kind === 'list') return listValue(json, sqlType(type))
  const text = `(${[whole, ...keys.slice(0, -1)].join('->')}->>${keys.at(-1)})`
  // a whole number in JSON may be written 5.0, which is no bigint
  const cast = type.kind === 'integer' ? 'numeric' : sqlType(type)
  return cast === 'text' ? text : `${text}::${cast}`
}

function listValue(json: string, type: string): string {
  const items = `array(select jsonb_array_elements_text(${json}))::${type}`
  return `(case when jsonb_typeof(${json}) = 'array' then ${items} end)`
}
