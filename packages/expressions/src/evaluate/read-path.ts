import type { EvaluationScope, ExprType, TypedNode } from '../types.ts'
import { isDateText, toInstant } from './time.ts'
import { toNumeric } from './value.ts'
import type { Value } from './value.ts'

/** The scope of a part: inside of a list, with its items by name. */
export interface Scope extends EvaluationScope {
  items?: Record<string, unknown>
}

/** Reads one value from a scope. */
export type Reader = (scope: Scope) => Value

/** A reader of a record or variable path; what is missing or of another type reads as null. */
export function pathReader(root: 'record' | 'variables', path: string[], type: ExprType): Reader {
  const convert = converterOf(type)
  const [first, ...rest] = path
  if (rest.length === 0) return (scope) => convert(scope[root][first!])
  return (scope) => convert(rest.reduce(stepInto, scope[root][first!]))
}

/** A reader of a path on the item of a list that is gone over. */
export function itemReader(name: string, path: string[], type: ExprType): Reader {
  const isConverted = path.length === 0 && type.kind !== 'record' && type.kind !== 'any'
  if (isConverted) return (scope) => scope.items?.[name] as Value
  const convert = converterOf(type)
  return (scope) => convert(path.reduce(stepInto, scope.items?.[name]))
}

/** A reader of the items of a list as they came, for those that are records. */
export function rawItemsReader(node: TypedNode): ((scope: Scope) => readonly unknown[]) | undefined {
  const rootOf = rawRootOf(node)
  if (!rootOf || !('path' in node)) return undefined
  const steps = node.kind === 'item' ? node.path : node.path.slice(1)
  return (scope) => {
    const raw = steps.reduce(stepInto, rootOf(scope))
    return Array.isArray(raw) ? raw : []
  }
}

function rawRootOf(node: TypedNode): ((scope: Scope) => unknown) | undefined {
  if (node.kind === 'item') return (scope) => scope.items?.[node.name]
  if (node.kind === 'path') return (scope) => scope.record[node.path[0]!]
  return node.kind === 'variable' ? (scope) => scope.variables[node.path[0]!] : undefined
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
  return (raw) => (Array.isArray(raw) ? raw.map(convert) : [])
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
