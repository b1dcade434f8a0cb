import type { EvaluationScope, ExprType } from '../types.ts'
import { isDateText, toInstant } from './time.ts'
import { toNumeric } from './value.ts'
import type { Value } from './value.ts'

/** Reads one value from a scope. */
export type Reader = (scope: EvaluationScope) => Value

/** A reader of a record or variable path; what is missing or of another type reads as null. */
export function pathReader(root: 'record' | 'variables', path: string[], type: ExprType): Reader {
  const convert = converterOf(type)
  const [first, ...rest] = path
  if (rest.length === 0) return (scope) => convert(scope[root][first!])
  return (scope) => convert(rest.reduce(stepInto, scope[root][first!]))
}

/** A lookup is a nested record, or just its id when nothing else of it was loaded. */
function stepInto(owner: unknown, name: string): unknown {
  if (isRecord(owner)) return owner[name]
  return name === 'id' ? owner : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

type Converter = (raw: unknown) => Value

const converters: Record<Exclude<ExprType['kind'], 'list'>, Converter> = {
  text: toText,
  integer: toNumeric,
  decimal: toNumeric,
  boolean: (raw) => (typeof raw === 'boolean' ? raw : null),
  date: toDate,
  datetime: toInstant,
  record: (raw) => toText(isRecord(raw) ? raw['id'] : raw),
  struct: (raw) => (isRecord(raw) ? raw : null),
  null: () => null,
  any: toAny,
}

function converterOf(type: ExprType): Converter {
  if (type.kind !== 'list') return converters[type.kind]
  const convert = converterOf(type.of)
  return (raw) => (Array.isArray(raw) ? raw.map(convert) : null)
}

function toText(raw: unknown): Value {
  if (typeof raw === 'string') return raw
  return typeof raw === 'number' || typeof raw === 'boolean' ? String(raw) : null
}

function toDate(raw: unknown): Value {
  return typeof raw === 'string' && isDateText(raw) ? raw : null
}

function toAny(raw: unknown): Value {
  if (typeof raw === 'string' || typeof raw === 'boolean') return raw
  return Array.isArray(raw) ? raw.map(toAny) : toNumeric(raw)
}
