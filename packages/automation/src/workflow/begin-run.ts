import { appError, describeLabel } from '@fieldwork/metadata'
import type { CompiledWorkflow, LocalizedText } from '@fieldwork/metadata'
import { asSystem } from '@fieldwork/records'
import type { Actor } from '@fieldwork/records'
import { addJobs } from '../jobs/add-jobs.ts'
import type { EngineDeps } from './engine.ts'
import { demandReferences } from './given-references.ts'
import { startRuns } from './start-runs.ts'

export interface BeginInput {
  workflow: string
  /** id of a record of the workflow's object */
  record: string | null
  vars: Record<string, unknown>
}

/** Begins a run because somebody asks for it. @throws not_found, forbidden, validation_failed */
export async function beginRun(deps: EngineDeps, actor: Actor, input: BeginInput): Promise<string> {
  const workflow = deps.registry.catalog().workflows.get(input.workflow)
  if (!workflow?.active) throw appError('not_found', { name: input.workflow })
  demandMayStart(workflow, actor)
  checkInput(workflow, input)
  const { record } = input
  if (record !== null && workflow.object !== null) await demandHolds(deps, actor, { workflow, record })
  await demandReferences(deps.records, actor, { workflow, vars: input.vars })
  const { type: trigger } = workflow.trigger
  return deps.records.transaction(async (_, tx) => {
    const run = {
      workflow,
      record,
      vars: input.vars,
      trigger: trigger === 'manual' ? 'manual' : 'api',
      actor: actor.id,
    }
    const { jobs, ids } = await startRuns(tx, deps.registry.catalog(), [run])
    await addJobs(tx, jobs)
    return ids[0]!
  })
}

/** A button is for everybody who sees the record; what a program asks for in its own right, too; the rest is for administrators. */
function demandMayStart({ object, trigger, runAs }: CompiledWorkflow, actor: Actor): void {
  const limit = actor.scope?.objects ?? null
  if (limit !== null && (object === null || !limit.includes(object))) throw appError('forbidden')
  const isOpen = trigger.type === 'manual' || (trigger.type === 'api' && runAs === 'trigger-user')
  if (!isOpen && !actor.administrator) throw appError('forbidden')
}

function checkInput({ object, vars, trigger }: CompiledWorkflow, { record, vars: given }: BeginInput): void {
  const problems = [
    ...Object.keys(given).flatMap((name) => (vars.has(name) ? [] : [unknownVariable(name)])),
    ...[...vars].flatMap(([name, { required, default: value }]) =>
      required && value === null && (given[name] ?? null) === null ? [missing(`/vars/${name}`)] : [],
    ),
    ...(object !== null && record === null && trigger.type !== 'schedule' ? [missing('/id')] : []),
    ...(object === null && record !== null ? [noRecord] : []),
  ]
  if (problems.length > 0) throw appError('validation_failed', {}, problems)
}

const missing = (pointer: string) => ({
  pointer,
  code: 'required',
  message: { en: 'This is needed to start it', 'zh-CN': '启动时必须提供' },
})

const noRecord = {
  pointer: '/id',
  code: 'unknown_name',
  message: { en: 'The workflow is about no object', 'zh-CN': '该工作流不针对任何对象' },
}

const unknownVariable = (name: string) => ({
  pointer: `/vars/${name}`,
  code: 'unknown_name',
  message: { en: `The workflow has no variable “${name}”`, 'zh-CN': `该工作流没有变量“${name}”` },
})

/** Who starts it sees the record, and its condition holds. */
async function demandHolds(
  { records }: EngineDeps,
  actor: Actor,
  { workflow, record }: { workflow: CompiledWorkflow; record: string },
): Promise<void> {
  const object = workflow.object!
  await records.get(actor, { object, id: record, fields: ['id'] })
  const { trigger } = workflow
  if (trigger.type !== 'manual' || trigger.when === null) return
  const found = await heldBy({ records }, { object, ids: [record], when: trigger.when, name: workflow.name })
  if (found.length === 0) throw appError('transition_not_allowed', { reason: workflow.label })
}

type Condition = NonNullable<Extract<CompiledWorkflow['trigger'], { type: 'manual' }>['when']>

const heldBy = (
  { records }: Pick<EngineDeps, 'records'>,
  { object, ids, when, name }: { object: string; ids: string[]; when: Condition; name: string },
) =>
  records.find(asSystem(`workflow ${name}`), {
    record: null,
    old: {},
    values: {},
    eyes: 'system',
    object,
    ids,
    where: when,
    limit: ids.length,
  })

/** A workflow that can be started on a record. */
export interface RecordButton {
  name: string
  label: LocalizedText
  button: LocalizedText
  vars: Record<string, { type: string; object?: string; required: boolean; label: LocalizedText }>
}

/** The workflows with buttons that a record allows now. @throws not_found */
export async function buttonsOf(
  deps: EngineDeps,
  actor: Actor,
  { object, id }: { object: string; id: string },
): Promise<RecordButton[]> {
  await deps.records.get(actor, { object, id, fields: ['id'] })
  const buttons = [...deps.registry.catalog().workflows.values()]
    .sort((a, b) => a.order - b.order)
    .flatMap((workflow) => {
      const { active, trigger, object: of } = workflow
      return active && of === object && trigger.type === 'manual' ? [{ workflow, trigger }] : []
    })
  const conditions = buttons.flatMap(({ workflow, trigger: { when } }) =>
    when ? [[workflow.name, when] as const] : [],
  )
  const held = await deps.records.values(asSystem('buttons'), {
    record: { object, id },
    old: {},
    values: {},
    eyes: 'system',
    expressions: Object.fromEntries(conditions),
  })
  return buttons.flatMap(({ workflow, trigger: { when, button } }) => {
    const { name, label } = workflow
    return when && held[name] !== true ? [] : [{ name, label, button, vars: varsOf(workflow) }]
  })
}

const varsOf = ({ vars }: CompiledWorkflow): RecordButton['vars'] =>
  Object.fromEntries(
    [...vars].map(([name, { type, required }]) => {
      const object = type.kind === 'record' ? { object: type.object } : {}
      return [name, { type: type.kind, ...object, required, label: describeLabel(name) }]
    }),
  )
