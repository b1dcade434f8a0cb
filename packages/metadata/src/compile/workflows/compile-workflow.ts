import type { ExprType } from '@fieldwork/expressions'
import type { Definition } from '../../catalog.ts'
import type {
  CompiledListener,
  CompiledVariable,
  CompiledWorkflow,
  CompiledWorkflowNode,
} from '../../compiled-workflow.ts'
import type { StepDescriptor } from '../../extensions.ts'
import type { Node, WorkflowDocument } from '../../generated/workflow.ts'
import { hashText, stableText } from '../../json/hash.ts'
import { isPlainObject, ownValue } from '../../json/plain-object.ts'
import { pointerOf } from '../../json/pointer.ts'
import { describeLabel, text } from '../../words.ts'
import { referredObject, reportUnknownName } from '../report.ts'
import type { CheckContext } from '../report.ts'
import { checkGraph, checkTargets } from './graph.ts'
import type { GraphShape } from './graph.ts'
import { heardEvents } from './heard-events.ts'
import { checkStepOptions } from './step-options.ts'
import { checkOptions } from './step-schema.ts'
import { compileTrigger } from './trigger.ts'
import { schemaOfOutput, typeOfSchema, typeOfVariable } from './value-types.ts'

/** Checks a workflow as a whole: what starts it, where its nodes lead, and what each of them is told. */
export function compileWorkflow(context: CheckContext, definition: Definition): CompiledWorkflow {
  const workflow = definition as unknown as WorkflowDocument
  const { name, label, order = 1000, active = true, runAs = 'system', start, nodes, limits = {} } = workflow
  const shape = workflow.object === undefined ? null : referredObject(context, '/object', workflow.object)
  const { trigger, listeners } = compileTrigger({ context, name, shape }, workflow.trigger)
  if (workflow.trigger.type === 'hook' && runAs === 'trigger-user') {
    const message = text(
      'Another system is no user: such a workflow runs as the system',
      '外部系统不是用户，此类工作流只能以系统身份运行',
    )
    context.sink.add({ pointer: '/runAs', code: 'not_possible', message })
  }
  const vars = compileVariables(context, workflow.vars ?? {})
  const whole: Whole = { context, name, object: shape?.name ?? null, nodes, vars, known: Object.keys(nodes) }
  const compiled = compileNodes(whole, start)
  return {
    name,
    label: label ?? describeLabel(name),
    order,
    active,
    object: workflow.object ?? null,
    trigger,
    listeners: active ? [...listeners, ...compiled.listeners] : compiled.listeners,
    runAs,
    vars,
    start,
    nodes: compiled.nodes,
    limits: { steps: 10_000, depth: 5, runs: 10_000, ...limits },
    version: hashText(stableText(definition)),
  }
}

interface Whole {
  context: CheckContext
  name: string
  object: string | null
  nodes: Readonly<Record<string, Node>>
  vars: ReadonlyMap<string, CompiledVariable>
  known: string[]
}

function compileVariables(
  context: CheckContext,
  vars: NonNullable<WorkflowDocument['vars']>,
): Map<string, CompiledVariable> {
  const entries = Object.entries(vars).map(([name, variable]): [string, CompiledVariable] => {
    const { type, object, required = false, default: value = null } = variable
    const pointer = pointerOf('vars', name)
    if (object !== undefined) referredObject(context, `${pointer}/object`, object)
    else if (type === 'record' || type === 'records') {
      const message = text('Say whose records: “object” is missing', '缺少“object”：请指明是哪个对象的记录')
      context.sink.add({ pointer: `${pointer}/object`, code: 'required', message })
    }
    return [name, { type: typeOfVariable(type, object), required, default: value }]
  })
  return new Map(entries)
}

function compileNodes(whole: Whole, start: string) {
  const { context, nodes, known } = whole
  const { sink, world } = context
  const descriptors = world.extensions.steps
  for (const [key, node] of Object.entries(nodes)) checkTargets(sink, key, { node, known })
  const graph = checkGraph({ start, nodes, descriptors, sink })
  const listeners: CompiledListener[] = []
  const compiled = known.map((key): [string, CompiledWorkflowNode] => {
    const node = compileNode({ ...whole, graph }, key)
    if (node.listens.length > 0) listeners.push(waitListener(whole, key, node.listens))
    if (node.heard) listeners.push(node.heard)
    return [key, node.node]
  })
  return { nodes: new Map(compiled), listeners }
}

/** Lets a run that waits at a node look again when something it asks about has changed. */
const waitListener = ({ name }: Whole, key: string, paths: readonly string[][]): CompiledListener => ({
  name: `wait:${name}.${key}`,
  operations: ['update', 'transition', 'delete'],
  fields: [...new Set(paths.flatMap(([first]) => (first === undefined ? [] : [first])))],
  when: null,
})

interface InGraph extends Whole {
  graph: GraphShape
}

interface NodeParts {
  node: CompiledWorkflowNode
  /** paths of the run's record whose change lets it look again */
  listens: string[][]
  /** what tells it of writes of other records */
  heard: CompiledListener | null
}

function compileNode(whole: InGraph, key: string): NodeParts {
  const { context, object, nodes, graph } = whole
  const written = nodes[key]!
  const { step, options = {}, next = null, branches = {}, onError = 'fail', retry } = written
  const descriptor = context.world.extensions.steps.get(step)
  const base = pointerOf('nodes', key, 'options')
  const variables = variablesAt(whole, key)
  const isRight = descriptor ? checkOptions(context.sink, base, { descriptor, options }) : reportUnknownStep(whole, key)
  if (descriptor && isRight) checkBranches(whole, key, { descriptor, options })
  const found =
    descriptor && isRight
      ? checkStepOptions({ context, base, descriptor, options, object, variables })
      : { expressions: new Map(), templates: new Map(), listens: [] }
  const heard =
    descriptor && isRight
      ? heardEvents(
          { context, base, name: `event:${whole.name}.${key}` },
          { descriptor, options, expressions: found.expressions },
        )
      : null
  const node: CompiledWorkflowNode = {
    key,
    step,
    label: written.label ?? descriptor?.label ?? describeLabel(key),
    options,
    expressions: found.expressions,
    templates: found.templates,
    variables,
    listens: found.listens.length > 0,
    hears: heard?.events ?? null,
    next,
    branches,
    onError,
    retry: { attempts: retry?.attempts ?? 1, delaySeconds: retry?.delaySeconds ?? 10 },
    inside: graph.inside.get(key) ?? [],
  }
  return { node, listens: found.listens, heard: heard?.listener ?? null }
}

/** What names mean at a node: the record, what the run keeps, what came before, what the loops around it are at. */
function variablesAt({ context, object, nodes, vars, graph }: InGraph, key: string): Record<string, ExprType> {
  const { steps: descriptors } = context.world.extensions
  const results = [...(graph.before.get(key) ?? [])].flatMap((before): [string, ExprType][] => {
    const { step, options = {} } = nodes[before]!
    const output = descriptors.get(step)?.output
    if (!output) return []
    const schema = schemaOfOutput(output, options)
    return [[before, typeOfSchema(schema, ({ object: of, option }) => of ?? optionText(options, option) ?? object)]]
  })
  const items = (graph.inside.get(key) ?? []).flatMap(({ node }): [string, ExprType][] => {
    const type = itemType({ context, object }, nodes[node]!)
    return type ? [[node, type]] : []
  })
  const record: Record<string, ExprType> =
    object === null ? {} : { record: { kind: 'record', object }, old: { kind: 'record', object } }
  const kept = [...vars].map(([name, { type }]): [string, ExprType] => [name, type])
  const text: ExprType = { kind: 'text' }
  return {
    ...record,
    vars: { kind: 'struct', fields: Object.fromEntries(kept) },
    steps: { kind: 'struct', fields: Object.fromEntries(results) },
    items: { kind: 'struct', fields: Object.fromEntries(items) },
    error: { kind: 'struct', fields: { node: text, code: text, message: text } },
  }
}

const optionText = (options: Record<string, unknown>, option: string | undefined): string | null => {
  const value = option === undefined ? undefined : ownValue(options, option)
  return typeof value === 'string' ? value : null
}

/** What a round of a loop goes over; null: the step has no items. */
function itemType(
  { context, object }: Pick<Whole, 'context' | 'object'>,
  { step, options = {} }: Node,
): ExprType | null {
  const item = context.world.extensions.steps.get(step)?.item
  if (!item) return null
  const named = optionText(options, item.object)
  if (named !== null) return { kind: 'record', object: named }
  const collection = optionText(options, item.collection)
  if (collection === null || object === null) return { kind: 'any' }
  const of = context.world.collections.get(object)?.get(collection)?.object
  return of === undefined ? { kind: 'any' } : { kind: 'record', object: of }
}

/** Every way that an author has named leads somewhere: to its branch, or on; those that a step always has may end. */
function checkBranches(
  { context, nodes }: Whole,
  key: string,
  { descriptor, options }: { descriptor: StepDescriptor; options: Record<string, unknown> },
): void {
  const { branches = {}, next } = nodes[key]!
  const { sink } = context
  const known = branchNames(descriptor, options)
  for (const found of Object.keys(branches)) {
    const pointer = pointerOf('nodes', key, 'branches', found)
    if (!known.includes(found)) reportUnknownName(sink, { pointer, found, known, what: ['branch', '分支'] })
  }
  const mayEnd = descriptor.branches !== 'options' && !descriptor.returns
  for (const branch of mayEnd ? [] : known) {
    if (Object.hasOwn(branches, branch) || (next !== undefined && !descriptor.returns)) continue
    const message = text(
      `The branch “${branch}” leads nowhere: name its first node, or the node after the step`,
      `分支“${branch}”没有去向：请指定其首个节点，或该步骤之后的节点`,
    )
    sink.add({ pointer: pointerOf('nodes', key, 'branches'), code: 'dead_end', message, params: { branch } })
  }
}

/** The ways on that a step has beside `next`. */
function branchNames({ branches = [], options: schema }: StepDescriptor, options: Record<string, unknown>): string[] {
  if (branches !== 'options') return [...branches]
  const properties = isPlainObject(schema.properties) ? schema.properties : {}
  return Object.entries(properties).flatMap(([name, part]) => {
    const named = ownValue(options, name)
    return ownValue(part, 'x-branches') === true && isPlainObject(named) ? Object.keys(named) : []
  })
}

function reportUnknownStep({ context, nodes }: Whole, key: string): false {
  const found = nodes[key]!.step
  const known = context.world.extensions.steps.keys()
  const pointer = pointerOf('nodes', key, 'step')
  reportUnknownName(context.sink, { pointer, found, known, what: ['kind of step', '步骤类型'] })
  return false
}
