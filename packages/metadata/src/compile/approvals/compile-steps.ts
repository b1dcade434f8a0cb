import type { ApprovalAction, CompiledApproval, CompiledApprovalStep, CompiledDue } from '../../approvals.ts'
import type { ApprovalDocument, Due, Step } from '../../generated/approval.ts'
import { pointerOf } from '../../json/pointer.ts'
import { describeLabel, text } from '../../words.ts'
import { checkDocument, reportUnknownName } from '../report.ts'
import { conditionAt, enteredField } from './chain-context.ts'
import type { ChainContext } from './chain-context.ts'
import { compileApprovers } from './compile-approvers.ts'
import { ordered } from './ordered.ts'

const everything: readonly ApprovalAction[] = ['return', 'transfer', 'delegate', 'add-before', 'add-after']

/** The steps of a chain; all of them are reached, and none leads back to itself. */
export function compileSteps(context: ChainContext, { first, steps }: ApprovalDocument): CompiledApproval['steps'] {
  const keys = Object.keys(steps)
  checkStep(context, '/first', first, keys)
  const compiled = new Map(keys.map((key) => [key, compileStep(context, key, steps[key]!, keys)]))
  checkWays(context, first, compiled)
  return compiled
}

function checkStep({ sink }: ChainContext, pointer: string, found: string | undefined, known: readonly string[]): void {
  if (found === undefined || known.includes(found)) return
  reportUnknownName(sink, { pointer, found, known, what: ['step', '步骤'] })
}

function compileStep(context: ChainContext, key: string, step: Step, keys: readonly string[]): CompiledApprovalStep {
  const at = pointerOf('steps', key)
  const { edit = [], require = [], returnTo, groups = {}, next, route } = step
  edit.forEach((field, index) => enteredField(context, `${at}/edit/${index}`, field))
  require.forEach((field, index) => enteredField(context, `${at}/require/${index}`, field))
  returnTo?.forEach((found, index) => checkStep(context, `${at}/returnTo/${index}`, found, keys))
  checkStep(context, `${at}/next`, next, keys)
  const branches = ordered(route).flatMap(([name, { when, to }]) => {
    const pointer = `${at}${pointerOf('route', name)}`
    checkStep(context, `${pointer}/to`, to, keys)
    const condition = conditionAt(context, `${pointer}/when`, when)
    // a way whose condition cannot be told is no way
    return when !== undefined && condition === null ? [] : [{ when: condition, to: to ?? null }]
  })
  return {
    key,
    label: step.label ?? describeLabel(key),
    kind: step.kind ?? 'decide',
    when: conditionAt(context, `${at}/when`, step.when),
    approvers: compileApprovers(context, `${at}/approvers`, step.approvers, Object.keys(groups)),
    mode: step.mode ?? 'any',
    groups: new Map(Object.entries(groups).map(([name, { label = null, mode = 'any' }]) => [name, { label, mode }])),
    onReject: step.onReject ?? 'reject',
    edit: new Set([...edit, ...require]),
    require,
    comment: step.comment ?? 'on-disagree',
    allowSubmitter: step.allowSubmitter ?? false,
    returnTo: returnTo ? new Set(returnTo) : null,
    actions: new Set(step.actions ?? everything),
    due: step.due ? compileDue(context, `${at}/due`, step.due) : null,
    next: next ?? null,
    route: branches,
  }
}

function compileDue(context: ChainContext, at: string, due: Due): CompiledDue {
  const { calendar } = due
  if (calendar !== undefined)
    checkDocument(context, `${at}/calendar`, { kind: 'calendar', found: calendar, what: ['calendar', '工作日历'] })
  return {
    after: due.after,
    special: ordered(due.special).map(([name, { when, after }]) => {
      return { when: conditionAt(context, `${at}${pointerOf('special', name)}/when`, when), after }
    }),
    calendar: due.calendar ?? null,
    remind: ordered(due.remind).map(([key, { before = null, after = null }]) => ({ key, before, after })),
    escalate: ordered(due.escalate).map(([key, { after = null, to, replace = false, outcome = null }]) => {
      const pointer = `${at}${pointerOf('escalate', key)}`
      if (!to && !outcome) reportIdle(context, pointer)
      return { key, after, to: compileApprovers(context, `${pointer}/to`, to), replace, outcome }
    }),
  }
}

function reportIdle({ sink }: ChainContext, pointer: string): void {
  const message = text(
    'It asks nobody and decides nothing: give `to` or `outcome`',
    '既未指定人员也未指定结果：请填写 to 或 outcome',
  )
  sink.add({ pointer, code: 'without_effect', message })
}

/** A chain that goes round would never end; what nothing leads to is a mistake. */
function checkWays({ sink }: ChainContext, first: string, steps: ReadonlyMap<string, CompiledApprovalStep>): void {
  const done = new Set<string>()
  const open = new Set<string>()
  const reported = new Set<string>()
  const visit = (key: string): void => {
    const step = steps.get(key)
    if (!step || done.has(key)) return
    open.add(key)
    for (const next of [...step.route.map(({ to }) => to), step.next]) {
      if (next === null) continue
      if (open.has(next) && !reported.has(key)) {
        reported.add(key)
        const message = text(`From “${key}” the chain leads back to “${next}”`, `步骤“${key}”会回到“${next}”，形成循环`)
        sink.add({ pointer: pointerOf('steps', key), code: 'cycle', message, params: { step: next } })
      } else if (!open.has(next)) visit(next)
    }
    open.delete(key)
    done.add(key)
  }
  if (!steps.has(first)) return
  visit(first)
  for (const key of steps.keys()) {
    if (done.has(key)) continue
    const message = text(`Nothing leads to the step “${key}”`, `没有任何步骤通向“${key}”`)
    sink.add({ pointer: pointerOf('steps', key), code: 'unreachable', message, params: { step: key } })
  }
}
