import { expect, it } from 'vitest'

import type { ApprovalDefinition } from './approval.ts'
import { addStep, kindOf, removeStep, stepOrder, unreachable, withKind } from './edits.ts'

const who = { approvers: { a: { role: 'boss' } } }
const chain: ApprovalDefinition = {
  name: 'c',
  object: 'o',
  first: 'one',
  steps: {
    two: { ...who, next: 'three' },
    three: { ...who, returnTo: ['two'] },
    one: { ...who, next: 'two', route: { big: { when: 'amount > 1', to: 'side' } } },
    side: { ...who, next: 'three' },
    lost: who,
  },
}

it('lists steps before those that they lead to', () => {
  expect(stepOrder(chain)).toEqual(['one', 'side', 'two', 'three', 'lost'])
  expect([...unreachable(chain)]).toEqual(['lost'])
})

it('puts a step between two others, or first', () => {
  const { chain: longer, key } = addStep(chain, 'one')
  expect(longer.steps.one?.next).toBe(key)
  expect(longer.steps[key]?.next).toBe('two')
  const begun = addStep(chain, null)
  expect(begun.chain.first).toBe(begun.key)
  expect(begun.chain.steps[begun.key]?.next).toBe('one')
})

it('leads past a step that is removed', () => {
  const shorter = removeStep(removeStep(chain, 'two'), 'side')
  expect(shorter.steps.one).toEqual({ ...who, next: 'three', route: { big: { when: 'amount > 1', to: 'three' } } })
  expect(shorter.steps.three?.returnTo).toEqual([])
  expect(removeStep(chain, 'one').first).toBe('two')
})

it('keeps name and condition of an approver whose kind changes', () => {
  const changed = withKind({ role: 'boss', when: 'amount > 1', group: 'g' }, 'superior')
  expect(changed).toEqual({ when: 'amount > 1', group: 'g', superior: {} })
  expect(kindOf(changed)).toBe('superior')
})
