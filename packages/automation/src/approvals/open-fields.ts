import { appError } from '@fieldwork/metadata'
import type { Actor, FormSchema } from '@fieldwork/records'
import { demandTurn, isWithin } from './open-run.ts'
import type { ApprovalsDeps } from './open-run.ts'
import { chainOfVersion, personOf } from './scene.ts'
import { sceneOf } from './shown.ts'
import { readStored, tasksOf } from './stored.ts'

/** The fields that a task opens: how they are drawn, and what they hold now. */
export interface OpenFields {
  /** that of the record, with these fields alone */
  schema: FormSchema
  record: Record<string, unknown>
}

/** Whoever writes for a step sees and enters what it opens by its word, not by his own rights. */
export const writerFor = ({ lenders: _lent, scope: _scope, ...actor }: Actor): Actor => ({
  ...actor,
  administrator: true,
})

/**
 * What a task opens, for whose turn it is: the step lends him these fields, whatever he may read of the record else.
 *
 * @throws not_found, forbidden, approval_decided
 */
export async function readOpenFields(
  deps: ApprovalsDeps,
  actor: Actor,
  { approval: id, task }: { approval: string; task: string },
): Promise<OpenFields> {
  const scene = sceneOf(deps)
  const approval = await readStored(deps.db, id)
  if (!approval || !isWithin(actor, approval.object)) throw appError('not_found', { name: task })
  const chain = await chainOfVersion(scene, approval.version)
  const run = { scene, chain, approval, actor, submitter: await personOf(scene, approval.submitter) }
  const tasks = await tasksOf(scene.db, approval)
  const { step } = await demandTurn(
    run,
    tasks.find((one) => one.id === task),
    actor,
  )
  const names = [...step.edit]
  const { object } = approval
  const reader = writerFor(actor)
  const typed = scene.catalog.object(object).recordTypes ? ['record_type'] : []
  const fields = [...names, ...typed]
  const { json, version } = await scene.records.get(reader, { object, id: approval.record_id, fields })
  const record: OpenFields['record'] = { ...(JSON.parse(json) as object), id: approval.record_id, version }
  const recordType = typeof record.record_type === 'string' ? record.record_type : undefined
  return { schema: onlyOf(scene.records.formSchema(reader, { object, mode: 'update', recordType }), names), record }
}

/** A form of some fields and nothing else. */
function onlyOf(schema: FormSchema, names: readonly string[]): FormSchema {
  const own = new Set(names)
  const pick = <T>(all: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([name]) => own.has(name)))
  const { parameters: _read, ...whole } = schema
  const properties = pick(schema.schema.properties as Record<string, FormSchema['schema']>)
  const layout = { object: schema.object, purpose: 'form', blocks: {} }
  return {
    ...whole,
    schema: { ...schema.schema, properties, required: [] } as FormSchema['schema'],
    fields: pick(schema.fields),
    layout,
    detailLayout: { ...layout, purpose: 'detail' },
    states: null,
    recordTypes: null,
    collections: {},
    duplicateFields: [],
    operations: ['update'],
    completeness: null,
    conversions: [],
    approvals: [],
    attachments: false,
  }
}
