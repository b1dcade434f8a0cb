import { freeKey } from '../model/conversions.ts'
import { inOrder } from '../model/record-types.ts'
import { APPROVER_KINDS } from './approval.ts'
import type { ApprovalDefinition, ApprovalStep, Approver, ApproverKind } from './approval.ts'

/** The steps in the order in which they can be come to; those that nothing leads to last. */
export function stepOrder({ first, steps }: ApprovalDefinition): string[] {
  const done: string[] = []
  const visit = (key: string | undefined): void => {
    const step = key === undefined ? undefined : steps[key]
    if (key === undefined || !step || done.includes(key)) return
    // ways on end up behind it, in their order, because the last that is visited is put first
    seen.add(key)
    const ways = [...inOrder(step.route).map(([, { to }]) => to), step.next]
    for (const way of ways.toReversed()) if (way !== undefined && !seen.has(way)) visit(way)
    done.unshift(key)
  }
  const seen = new Set<string>()
  visit(first)
  return [...done, ...Object.keys(steps).filter((key) => !done.includes(key))]
}

/** The steps that nothing leads to. */
export function unreachable(chain: ApprovalDefinition): Set<string> {
  const reached = new Set<string>()
  const visit = (key: string | undefined): void => {
    const step = key === undefined ? undefined : chain.steps[key]
    if (key === undefined || !step || reached.has(key)) return
    reached.add(key)
    for (const [, { to }] of inOrder(step.route)) visit(to)
    visit(step.next)
  }
  visit(chain.first)
  return new Set(Object.keys(chain.steps).filter((key) => !reached.has(key)))
}

/** What a new step is before anybody says who decides. */
const newStep = (next: string | undefined): ApprovalStep => ({
  approvers: { approver: { role: '' } },
  ...(next === undefined ? {} : { next }),
})

/** A step as it is copied: its ways lead nowhere yet. */
function copyOf({ route: _route, returnTo: _returnTo, next: _next, ...step }: ApprovalStep, next: string | undefined) {
  return { ...step, ...withTarget('next', next) }
}

/**
 * Puts a new step after another; null: before all others.
 *
 * @param source what it is a copy of
 *
 * @returns the chain, and the new step's key
 */
export function addStep(
  chain: ApprovalDefinition,
  after: string | null,
  source?: ApprovalStep,
): { chain: ApprovalDefinition; key: string } {
  const make = (next: string | undefined): ApprovalStep => (source ? copyOf(source, next) : newStep(next))
  const key = freeKey('step', Object.keys(chain.steps))
  const before = after === null ? undefined : chain.steps[after]
  if (after === null || !before) {
    const next = chain.first in chain.steps ? chain.first : undefined
    return { key, chain: { ...chain, first: key, steps: { [key]: make(next), ...chain.steps } } }
  }
  const steps = { ...chain.steps, [after]: { ...before, next: key }, [key]: make(before.next) }
  return { key, chain: { ...chain, steps } }
}

/** Takes a step out; what led to it leads to the one after it. */
export function removeStep(chain: ApprovalDefinition, key: string): ApprovalDefinition {
  const { [key]: gone, ...rest } = chain.steps
  const instead = gone?.next
  const lead = <T extends { to?: string }>({ to, ...way }: T): T =>
    ({ ...way, ...withTarget('to', to === key ? instead : to) }) as T
  const steps = Object.entries(rest).map(([name, { next, route, returnTo, ...step }]) => {
    const back = returnTo?.filter((each) => each !== key)
    const changed: ApprovalStep = {
      ...step,
      ...withTarget('next', next === key ? instead : next),
      ...(route && { route: Object.fromEntries(Object.entries(route).map(([way, branch]) => [way, lead(branch)])) }),
      ...(back && { returnTo: back }),
    }
    return [name, changed] as const
  })
  return { ...chain, first: chain.first === key ? (instead ?? '') : chain.first, steps: Object.fromEntries(steps) }
}

const withTarget = <K extends string>(name: K, to: string | undefined): Partial<Record<K, string>> =>
  to === undefined ? {} : ({ [name]: to } as Partial<Record<K, string>>)

/** The kind of source that an approver is. */
export function kindOf(approver: Approver): ApproverKind {
  return APPROVER_KINDS.find((kind) => approver[kind] !== undefined) ?? 'role'
}

/** What a new source of a kind says. */
const EMPTY: Record<ApproverKind, Partial<Approver>> = {
  users: { users: [] },
  role: { role: '' },
  position: { position: '' },
  head: { head: {} },
  superior: { superior: {} },
  field: { field: '' },
  expression: { expression: '' },
  chosen: { chosen: {} },
  table: {
    table: { inputs: { input: '' }, rows: { row: { order: 10, approvers: { approver: { role: '' } } } } },
  },
}

/** An approver as a source of another kind; its name, group and condition stay. */
export function withKind({ label, order, group, when }: Approver, kind: ApproverKind): Approver {
  const kept = Object.entries({ label, order, group, when }).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(kept), ...EMPTY[kind] }
}

/** The step with nobody left in a group that is gone. */
export function withoutGroup(step: ApprovalStep, group: string): ApprovalStep {
  const approvers = Object.entries(step.approvers).map(([key, approver]) => {
    const { group: own, ...rest } = approver
    return [key, own === group ? rest : approver] as const
  })
  return { ...step, approvers: Object.fromEntries(approvers) }
}
