import { AppError, appError, valueAt } from '@fieldwork/metadata'
import type { CompiledTrigger, CompiledWorkflow, Problem } from '@fieldwork/metadata'
import { asSystem } from '@fieldwork/records'
import { addJobs } from '../jobs/add-jobs.ts'
import type { EngineDeps } from '../workflow/engine.ts'
import { startRuns } from '../workflow/start-runs.ts'

/** How another system calls a workflow. */
export type HookTrigger = Extract<CompiledTrigger, { type: 'hook' }>

/** A workflow that other systems call. */
export type HookWorkflow = CompiledWorkflow & { trigger: HookTrigger }

/** A call that may be believed. */
export interface HookCall {
  body: Record<string, unknown>
  /** what is sent twice under one key begins one run; null: every call begins one */
  key: string | null
}

/** null: no workflow of this name is called from outside */
export function hookOf({ registry }: Pick<EngineDeps, 'registry'>, name: string): HookWorkflow | null {
  const found = registry.catalog().workflows.get(name)
  return found?.active && found.trigger.type === 'hook' ? (found as HookWorkflow) : null
}

/** All workflows that other systems may call, by name. */
export const listHooks = ({ registry }: Pick<EngineDeps, 'registry'>): HookWorkflow[] =>
  [...registry.catalog().workflows.values()].filter(
    (workflow): workflow is HookWorkflow => workflow.active && workflow.trigger.type === 'hook',
  )

/**
 * Begins a run for a call. Members of the body that are variables of the workflow give them their values; the variable
 * `payload` gets the whole body.
 *
 * @returns the run, and whether an earlier call with the key has begun it
 * @throws validation_failed (every problem)
 */
export async function startByHook(
  deps: EngineDeps,
  workflow: HookWorkflow,
  { body, key }: HookCall,
): Promise<{ run: string; isRepeated: boolean }> {
  const problems = [...workflow.trigger.check(body), ...missingOf(workflow, body)]
  if (problems.length > 0) throw appError('validation_failed', {}, problems)
  const record = await recordOf(deps, workflow, body)
  return deps.records.transaction(async (_, tx) => {
    const runKey = key === null ? null : `hook ${key}`
    const vars = varsOf(workflow, body)
    const { jobs, ids } = await startRuns(tx, deps.registry.catalog(), [
      { workflow, record, vars, trigger: 'hook', actor: null, key: runKey },
    ])
    await addJobs(tx, jobs)
    if (ids[0]) return { run: ids[0], isRepeated: false }
    const { rows } = await tx.query<{ id: string }>({
      text: 'select id from fw_run where workflow = $1 and key = $2',
      values: [workflow.name, runKey],
    })
    return { run: rows[0]!.id, isRepeated: true }
  })
}

const varsOf = ({ vars }: HookWorkflow, body: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    [...vars.keys()].flatMap((name) => {
      if (name === 'payload') return [[name, body]]
      return Object.hasOwn(body, name) ? [[name, body[name]]] : []
    }),
  )

const missingOf = ({ vars }: HookWorkflow, body: Record<string, unknown>): Problem[] =>
  [...vars].flatMap(([name, { required, default: value }]) =>
    required && name !== 'payload' && value === null && (body[name] ?? null) === null
      ? [problemOf(`/${name}`, 'required', 'This is needed to start it', '启动时必须提供')]
      : [],
  )

const problemOf = (pointer: string, code: string, en: string, zh: string): Problem => ({
  pointer,
  code,
  message: { en, 'zh-CN': zh },
})

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The record that the call is about. @throws validation_failed */
async function recordOf(deps: EngineDeps, workflow: HookWorkflow, body: Record<string, unknown>) {
  const { object, trigger, name } = workflow
  if (object === null || trigger.record === null) return null
  const id = valueAt(body, trigger.record)
  const found = typeof id === 'string' && uuid.test(id) ? await findRecord(deps, { object, id, name }) : null
  if (found !== null) return found
  const problem = problemOf(trigger.record, 'not_found', 'There is no such record', '没有该记录')
  throw appError('validation_failed', {}, [problem])
}

async function findRecord({ records }: EngineDeps, { object, id, name }: { object: string; id: string; name: string }) {
  try {
    return (await records.get(asSystem(`workflow ${name}`), { object, id, fields: ['id'] })).id
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  }
}
