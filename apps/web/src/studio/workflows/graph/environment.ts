import type { ExprType } from '@fieldwork/expressions'

import { isObject } from '../../model/json.ts'
import type { Json } from '../../model/definitions.ts'
import type { StudioObject } from '../../catalog/studio-objects.ts'
import type { StepKind, StepKinds } from '../step-kinds.ts'
import type { WorkflowDefinition, WorkflowNode, WorkflowVariable } from '../workflow.ts'
import { waysOf } from './ways.ts'

const ANY: ExprType = { kind: 'any' }
const TEXT: ExprType = { kind: 'text' }

/** What names mean in the expressions of a step: the record, variables, and results of the steps before it. */
export function stepVariables(
  workflow: WorkflowDefinition,
  key: string,
  { kinds, objects }: { kinds: StepKinds; objects: StudioObject[] },
): Record<string, ExprType> {
  const { object, vars = {}, nodes } = workflow
  const earlier = [...before(workflow, kinds, key)]
  const results = earlier.flatMap((name): [string, ExprType][] => {
    const node = nodes[name]
    const kind = node && kinds.get(node.step)
    return node && kind ? [[name, resultType(kind, node, object)]] : []
  })
  const items = earlier.flatMap((name): [string, ExprType][] => {
    const node = nodes[name]
    const kind = node && kinds.get(node.step)
    return node && kind?.item ? [[name, itemType(kind, node, { object, objects })]] : []
  })
  const record: ExprType | null = object === undefined ? null : { kind: 'record', object }
  return {
    user: { kind: 'record', object: 'user' },
    ...(record ? { record, old: record } : {}),
    vars: struct(Object.entries(vars).map(([name, variable]) => [name, variableType(variable)])),
    steps: struct(results),
    items: struct(items),
    error: struct([
      ['node', TEXT],
      ['code', TEXT],
      ['message', TEXT],
    ]),
  }
}

const struct = (entries: [string, ExprType][]): ExprType => ({ kind: 'struct', fields: Object.fromEntries(entries) })

/** The steps from which ways lead to a step. */
function before(workflow: WorkflowDefinition, kinds: StepKinds, key: string): Set<string> {
  const ways = waysOf(workflow, kinds)
  const found = new Set<string>()
  const queue = [key]
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const { from, to, kind } of ways) {
      if (to !== at || kind === 'start' || found.has(from)) continue
      found.add(from)
      queue.push(from)
    }
  }
  return found
}

function variableType({ type, object }: WorkflowVariable): ExprType {
  const of: ExprType = object === undefined ? ANY : { kind: 'record', object }
  if (type === 'record') return of
  if (type === 'records') return { kind: 'list', of }
  if (type === 'texts') return { kind: 'list', of: TEXT }
  return { kind: type }
}

function resultType({ output }: StepKind, { options = {} }: WorkflowNode, object: string | undefined): ExprType {
  const properties = isObject(output['properties']) ? output['properties'] : {}
  const objectNamed = (option: string): string | null => {
    const named = options[option]
    return typeof named === 'string' ? named : option === 'object' ? (object ?? null) : null
  }
  return struct(
    Object.entries(properties).map(([name, part]): [string, ExprType] => {
      const schema = part as Json
      const option = schema['x-typed-by']
      const typed = typeof option === 'string' ? typedBy(options[option]) : null
      return [name, typed ?? typeOfSchema(schema, objectNamed)]
    }),
  )
}

/** An object whose parts an option names with their types. */
function typedBy(option: unknown): ExprType | null {
  if (!isObject(option)) return null
  const parts = Object.entries(option).flatMap(([name, part]): [string, ExprType][] =>
    isObject(part) && typeof part['type'] === 'string'
      ? [[name, variableType(part as unknown as WorkflowVariable)]]
      : [],
  )
  return struct(parts)
}

function typeOfSchema(schema: Json, objectNamed: (option: string) => string | null): ExprType {
  const { type, format, items, properties } = schema
  const record = schema['x-record']
  if (isObject(record)) {
    const object = typeof record['object'] === 'string' ? record['object'] : objectNamed(String(record['option']))
    return object === null ? ANY : { kind: 'record', object }
  }
  if (type === 'string')
    return format === 'date' ? { kind: 'date' } : format === 'date-time' ? { kind: 'datetime' } : TEXT
  if (type === 'integer' || type === 'boolean') return { kind: type }
  if (type === 'number') return { kind: 'decimal' }
  if (type === 'array') return { kind: 'list', of: isObject(items) ? typeOfSchema(items, objectNamed) : ANY }
  if (type !== 'object' || !isObject(properties)) return ANY
  return struct(Object.entries(properties).map(([name, part]) => [name, typeOfSchema(part as Json, objectNamed)]))
}

/** What a round of a loop goes over. */
function itemType(kind: StepKind, { options = {} }: WorkflowNode, about: About): ExprType {
  const object = itemObject(kind, options, about)
  return object === undefined ? ANY : { kind: 'record', object }
}

interface About {
  /** of the workflow */
  object: string | undefined
  objects: StudioObject[]
}

/** The object whose records a loop goes over; undefined: others, or none yet. */
export function itemObject(
  { item }: StepKind,
  options: Record<string, unknown>,
  { object, objects }: About,
): string | undefined {
  const named = item?.object === undefined ? undefined : options[item.object]
  if (typeof named === 'string') return named
  const collection = item?.collection === undefined ? undefined : options[item.collection]
  return objects.find(({ name }) => name === object)?.collections.find(({ name }) => name === collection)?.object
}
