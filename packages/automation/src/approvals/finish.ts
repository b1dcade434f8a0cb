import type { CompiledApproval } from '@fieldwork/metadata'
import { evaluateExpression } from '@fieldwork/database'
import { notify } from '../notifications/notify.ts'
import { noteRun, passing, recordOf, writerOf } from './run.ts'
import type { Run } from './run.ts'
import { evaluate, platformContext } from './scene.ts'
import { cancelTasks, saveApproval } from './stored.ts'
import { tellWorkflows } from './tell-workflows.ts'

type Outcome = 'approved' | 'rejected' | 'returned' | 'recalled'

const effects = { approved: 'approve', rejected: 'reject', returned: 'return', recalled: 'recall' } as const

const words: Record<Outcome, [en: string, zh: string]> = {
  approved: ['approved', '已同意'],
  rejected: ['was not approved', '未通过'],
  returned: ['was returned to you', '已退回给您'],
  recalled: ['was recalled', '已撤回'],
}

/** Ends an approval, or gives the record back to who submitted it: nobody is asked any more, the record is free. */
export async function finish(run: Run, outcome: Outcome, comment: string | null = null): Promise<void> {
  const { scene, approval, chain, submitter } = run
  await cancelTasks(scene.db, approval.id)
  approval.returned_from = outcome === 'returned' ? approval.step : null
  approval.state = outcome
  approval.step = null
  if (outcome === 'approved') approval.authorised = await authorisedAmount(run)
  await saveApproval(scene.db, approval)
  await noteRun(run, { action: outcome, step: approval.returned_from, comment, actor: run.actor?.id || null })
  await applyEffect(run, effects[outcome])
  await tellWorkflows(run, outcome)
  if (outcome === 'recalled') return
  const [en, zh] = words[outcome]
  const label = approval.label ?? ''
  await notify(scene.db, {
    to: [submitter.id],
    kind: `approval.${outcome}`,
    title: { en: `${chain.label.en}: “${label}” ${en}`, 'zh-CN': `${chain.label['zh-CN']}：“${label}”${zh}` },
    ...(comment && { body: { en: comment, 'zh-CN': comment } }),
    about: recordOf(run),
    key: `approval ${approval.id} ${outcome} ${approval.round}`,
  })
}

/** What becomes of the record, in the name of who acted. */
export async function applyEffect(run: Run, name: keyof CompiledApproval['effects']): Promise<void> {
  const { scene, chain } = run
  const { transition, set } = chain.effects[name]
  if (transition === null && Object.keys(set).length === 0) return
  const writer = writerOf(run)
  const values = await evaluate(scene, recordOf(run), set, writer)
  const reason = `${chain.label['zh-CN']} / ${chain.label.en}`
  const change = { ...recordOf(run), values, reason, ...(transition !== null && { transition }) }
  await passing(run, () => scene.records.apply(writer, change))
}

/** Exact to the last digit, as it was when all had agreed. */
async function authorisedAmount(run: Run): Promise<string | null> {
  const { balance } = run.chain
  if (!balance) return null
  const context = platformContext(run.scene, run.submitter)
  const found = await evaluateExpression(context, { ...recordOf(run), expression: balance.amount.source })
  return found && found.json !== 'null' ? found.json : null
}
