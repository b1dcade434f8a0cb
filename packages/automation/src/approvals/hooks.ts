import { appError } from '@fieldwork/metadata'
import type { Catalog, CompiledApproval } from '@fieldwork/metadata'
import type { AfterHook, BeforeHook, HookedOperation, HookInput, WrittenRecord } from '@fieldwork/records'
import { demandBalance, drawingObjects } from './balance.ts'
import { applyEffect } from './finish.ts'
import { endWithoutRecord } from './open-run.ts'
import type { Run } from './run.ts'
import { authorOf, chainOfVersion, holds, personOf } from './scene.ts'
import type { Scene } from './scene.ts'
import { lockApproval } from './stored.ts'
import { submit } from './submit.ts'

const writes: readonly HookedOperation[] = ['create', 'update', 'transition', 'delete', 'undelete']

interface Zone {
  timeZone: string
}

/** Keeps records as they were submitted for as long as somebody decides about them, with the lines that are a part. */
export function lockHooks(catalog: Catalog): BeforeHook[] {
  const { approved } = catalog
  const wholes = [...approved].map((object): BeforeHook => {
    const operations = ['update', 'transition', 'delete'] as const
    return { object, operations, isBlind: true, isForKept: true, run: ofItself }
  })
  const parts = [...catalog.objects.values()].flatMap(({ name, master }): BeforeHook[] => {
    if (!master || !approved.has(master.object)) return []
    const run: BeforeHook['run'] = async (input) => {
      for (const id of new Set([input.before?.[master.field], input.values[master.field]].map(idOf)))
        await demandUnlocked(input, id)
      return undefined
    }
    return [{ object: name, operations: writes, run }]
  })
  return [...wholes, ...parts]
}

const ofItself: BeforeHook['run'] = (input) => demandUnlocked(input, input.id)

const idOf = (value: unknown): string | null => {
  if (typeof value === 'string') return value
  return value !== null && typeof value === 'object' && 'id' in value ? String(value.id) : null
}

async function demandUnlocked({ actor, operation, values, object, tx }: HookInput, id: string | null) {
  if (id === null || actor.system) return undefined
  const open = await openFields(tx, id, actor.id)
  if (open === null) return undefined
  const isOpen =
    operation === 'update' && object === open.object && Object.keys(values).every((name) => open.fields.has(name))
  if (!isOpen) throw appError('record_locked', {}, [locked])
  return undefined
}

const locked = {
  pointer: '',
  code: 'approval_pending',
  message: { en: 'It is being approved, so it cannot be changed', 'zh-CN': '该记录正在审批中，不能修改' },
}

interface OpenFields {
  object: string
  fields: ReadonlySet<string>
}

/** null: nothing keeps the record; else the fields that are open to this person. */
async function openFields(tx: HookInput['tx'], id: string, actor: string): Promise<OpenFields | null> {
  const { rows } = await tx.query<{ object: string; definition: Definition; step: string; asked: boolean }>({
    name: 'fw_approval_lock',
    text:
      'select a.object, v.definition, a.step, exists (select from fw_approval_task t where t.approval = a.id' +
      " and t.assignee = $2 and t.state = 'pending') as asked from fw_approval a" +
      " join fw_approval_version v on v.hash = a.version where a.record_id = $1 and a.state = 'pending'" +
      " and a.id::text is distinct from current_setting('fw.approval', true)",
    values: [id, actor],
  })
  const [found] = rows
  if (!found) return null
  const { edit = [], require = [] } = (found.asked && found.definition.steps[found.step]) || {}
  return { object: found.object, fields: new Set([...edit, ...require]) }
}

interface Definition {
  steps: Record<string, { edit?: string[]; require?: string[] }>
}

/** Begins approvals with the transitions that submit, ends them with their records, and watches what is drawn down. */
export function startHooks({ timeZone }: Zone): (catalog: Catalog) => AfterHook[] {
  return (catalog) => {
    const chains = [...catalog.approvals.values()].sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1))
    const started = [...catalog.approved].map((object): AfterHook => {
      const own = chains.filter((chain) => chain.object === object && chain.active && chain.transition !== null)
      return {
        object,
        operations: ['transition', 'delete'],
        run: (input) => follow({ catalog, timeZone }, input, own),
      }
    })
    const drawn = chains.flatMap((chain): AfterHook[] => {
      const { balance } = chain
      if (!balance) return []
      const run = (input: WrittenRecord) => demandBalance(sceneOf({ catalog, timeZone }, input), chain, input)
      const operations = ['create', 'update', 'transition', 'undelete'] as const
      return drawingObjects(catalog, balance).map((object) => ({ object, operations, run }))
    })
    return [...started, ...drawn]
  }
}

const sceneOf = ({ catalog, timeZone }: { catalog: Catalog } & Zone, { tx, records }: WrittenRecord): Scene => ({
  db: tx,
  records,
  catalog,
  timeZone,
})

async function follow(
  world: { catalog: Catalog } & Zone,
  input: WrittenRecord,
  chains: readonly CompiledApproval[],
): Promise<void> {
  const scene = sceneOf(world, input)
  if (input.operation === 'delete') return endFor(scene, input)
  const own = chains.filter(({ transition }) => transition === input.transition)
  if (own.length === 0) return
  const given = await submissionSettings(scene)
  const actor = input.actor.id === '' ? await personFor(scene, input, given.submitter) : input.actor
  for (const chain of own) {
    if (given.chain !== null && given.chain !== chain.name) continue
    if (!(await holds(scene, input, chain.when, actor))) continue
    await submit(scene, chain, { object: input.object, id: input.id, actor, ...given })
    return
  }
  await passWithout(scene, own[0]!, { ...input, actor })
}

/** No chain is for this record, so nobody has to agree: what an approval would do is done at once. */
async function passWithout(scene: Scene, chain: CompiledApproval, { actor, object, id }: WrittenRecord): Promise<void> {
  const approval = { object, record_id: id, id: '' } as Run['approval']
  await applyEffect({ scene, chain, approval, submitter: actor, actor }, 'approve')
}

/** What is said with a submission beside the transition itself, kept for its transaction. */
interface SubmissionSettings {
  chain: string | null
  comment: string | null
  chosen: Record<string, string[]>
  /** for whom the platform submits */
  submitter: string | null
}

async function submissionSettings({ db }: Scene): Promise<SubmissionSettings> {
  const { rows } = await db.query<{ given: string | null }>({
    text: "select nullif(current_setting('fw.approval_submission', true), '') as given",
  })
  const nothing = { chain: null, comment: null, chosen: {}, submitter: null }
  return rows[0]?.given ? { ...nothing, ...(JSON.parse(rows[0].given) as Partial<SubmissionSettings>) } : nothing
}

/** Says it for the rest of the transaction. */
export async function setSubmission({ db }: Pick<Scene, 'db'>, settings: SubmissionSettings | null): Promise<void> {
  const text = settings ? JSON.stringify(settings) : ''
  await db.query({ text: "select set_config('fw.approval_submission', $1, true)", values: [text] })
}

/** For whom the platform submits: who was named, else whose record it is. */
async function personFor(scene: Scene, { actor, object, id }: WrittenRecord, named: string | null) {
  return { ...actor, ...(await personOf(scene, named ?? (await authorOf(scene, { object, id })))) }
}

async function endFor(scene: Scene, { id, actor }: WrittenRecord): Promise<void> {
  const { rows } = await scene.db.query<{ id: string }>({
    text: "select id from fw_approval where record_id = $1 and state in ('pending', 'returned')",
    values: [id],
  })
  for (const row of rows) {
    const approval = await lockApproval(scene.db, row.id)
    if (!approval) continue
    const chain = await chainOfVersion(scene, approval.version)
    await endWithoutRecord({ scene, chain, approval, actor, submitter: await personOf(scene, approval.submitter) })
  }
}
