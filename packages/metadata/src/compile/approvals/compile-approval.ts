import type { CompiledApproval, CompiledRefusal } from '../../approvals.ts'
import type { Definition } from '../../catalog.ts'
import type { ApprovalDocument } from '../../generated/approval.ts'
import { pointerOf } from '../../json/pointer.ts'
import { describeLabel } from '../../words.ts'
import { checkDocument, referredObject, reportUnknownField } from '../report.ts'
import type { CheckContext } from '../report.ts'
import { conditionAt } from './chain-context.ts'
import type { ChainContext } from './chain-context.ts'
import { compileApprovers } from './compile-approvers.ts'
import { checkTransition, compileBalance, compileEffects } from './compile-effects.ts'
import { compileSteps } from './compile-steps.ts'
import { ordered } from './ordered.ts'

/** Checks a chain of approval: who is asked, in which order, and what becomes of the record. */
export function compileApproval(given: CheckContext, definition: Definition): CompiledApproval {
  const chain = definition as unknown as ApprovalDocument
  const context: ChainContext = { ...given, object: referredObject(given, '/object', chain.object) }
  checkTransition(context, '/start/transition', chain.start?.transition)
  const compiled = {
    name: chain.name,
    label: chain.label ?? describeLabel(chain.name),
    order: chain.order ?? 1000,
    active: chain.active ?? true,
    object: chain.object,
    transition: chain.start?.transition ?? null,
    when: conditionAt(context, '/when', chain.when),
    refuse: compileRefusals(context, chain),
    first: chain.first,
    steps: compileSteps(context, chain),
    recall: chain.recall ?? 'before-decision',
    resubmit: chain.resubmit ?? 'start',
    skipRepeated: chain.skipRepeated ?? true,
    fallback: compileApprovers(context, '/fallback', chain.fallback),
    effects: compileEffects(context, chain),
    balance: compileBalance(context, chain),
    // a record may be deleted together with another one, which no hook sees
    listeners: [{ name: `approval:${chain.name}`, operations: ['delete' as const], when: null }],
    definition,
  }
  return { ...compiled, parameters: parametersOf(given) }
}

/** Those that its expressions read, as they are now. */
function parametersOf({ world, dependencies }: CheckContext): CompiledApproval['parameters'] {
  const names = [...dependencies].flatMap((key) =>
    key.startsWith('parameter/') ? [key.slice(key.indexOf('/') + 1)] : [],
  )
  const found = names.flatMap((name) => {
    const parameter = world.parameters.get(name)
    return parameter ? [[name, parameter] as const] : []
  })
  return Object.fromEntries(found.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function compileRefusals(context: ChainContext, { refuse }: ApprovalDocument): CompiledRefusal[] {
  return ordered(refuse).map(([key, { when, message, field, overrideBy = [] }]) => {
    const at = pointerOf('refuse', key)
    const { object } = context
    if (object && field !== undefined && !object.fields.has(field)) {
      const known = object.fields.keys()
      reportUnknownField(context.sink, { pointer: `${at}/field`, found: field, object: object.name, known })
    }
    overrideBy.forEach((found, index) =>
      checkDocument(context, `${at}/overrideBy/${index}`, { kind: 'role', found, what: ['role', '角色'] }),
    )
    const compiled = conditionAt(context, `${at}/when`, when)
    return { key, when: compiled, message, field: field ?? null, overrideBy: new Set(overrideBy) }
  })
}
