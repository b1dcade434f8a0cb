import { describe, expect, test } from 'vitest'
import type { Definition, Kind } from '../../catalog.ts'
import { createCatalog } from '../../create-catalog.ts'
import { compileStoredApproval } from './stored-approval.ts'

const label = { en: 'x', 'zh-CN': 'x' }
const field = (type: string, rest: object = {}) => ({ 'x-field': { type, label, ...rest } })
const lookup = (object: string) => field('lookup', { object })
const object = (name: string, properties: object, more: object = {}): Definition => ({
  name,
  'x-object': { label, ...more },
  properties: { name: field('text'), ...properties },
})

const states = {
  field: 'state',
  initial: 'draft',
  transitions: {
    submit: { from: ['draft'], to: 'pending' },
    agree: { from: ['pending'], to: 'approved' },
  },
}
const options = Object.fromEntries(['draft', 'pending', 'approved'].map((key) => [key, { label }]))

const objects = [
  object('user', { employee: lookup('employee') }, { managed: true }),
  object('employee', { department: lookup('department') }),
  object(
    'department',
    { parent: lookup('department'), manager: lookup('employee'), kind: field('text') },
    { hierarchy: 'parent' },
  ),
  object('customer', { keeper: lookup('employee'), reviewed: field('boolean') }),
  object(
    'deal',
    {
      state: field('select', { options }),
      amount: field('decimal'),
      ratio: field('decimal'),
      kind: field('select', { options: { a: { label }, b: { label } } }),
      customer: lookup('customer'),
      opinion: field('text'),
      approved_on: field('date'),
      twice: field('formula', { expression: 'amount * 2' }),
    },
    { owner: true, states },
  ),
  object('visit', {
    customer: lookup('customer'),
    deal: lookup('deal'),
    done: field('boolean'),
    qty: field('decimal'),
  }),
]
const roles = ['president', 'assistant'].map((name) => ({ name, label, grants: {} }))

const step = { approvers: { boss: { role: 'president' } } }
const chain = {
  name: 'deal_approval',
  object: 'deal',
  start: { transition: 'submit' },
  first: 'boss',
  steps: { boss: step },
}

function compiled(given: object, without: readonly string[] = []) {
  const kept = objects.map((body) => {
    const properties = Object.entries(body.properties as object).filter(([name]) => !without.includes(name))
    return { ...body, properties: Object.fromEntries(properties) }
  })
  const all: [Kind, Definition][] = [
    ...kept.map((body): [Kind, Definition] => ['object', body]),
    ...roles.map((body): [Kind, Definition] => ['role', body]),
    ['approval', { ...chain, ...given }],
  ]
  const documents = all.map(([kind, body]) => ({ kind, name: body.name, body }))
  return createCatalog([{ name: 'crm', documents }], { revision: 1 })
}

function chainOf(given: object) {
  const result = compiled(given)
  if ('problems' in result) throw new Error(JSON.stringify(result.problems))
  return result.catalog.approvals.get('deal_approval')!
}

const problemsOf = (given: object) => {
  const result = compiled(given)
  return 'problems' in result ? result.problems.map(({ pointer, code }) => [pointer, code]) : []
}

const withStep = (more: object) => ({ steps: { boss: { ...step, ...more } } })
const asking = (approver: object) => withStep({ approvers: { someone: approver } })

describe('a chain of approval', () => {
  test('asks one of its people and ends, where nothing else is said', () => {
    const { steps, ...rest } = chainOf({})
    expect(rest).toMatchObject({
      transition: 'submit',
      recall: 'before-decision',
      resubmit: 'start',
      skipRepeated: true,
    })
    expect(steps.get('boss')).toMatchObject({ kind: 'decide', mode: 'any', onReject: 'reject', next: null, due: null })
  })

  test.each([
    ['users by name', { users: ['li'] }],
    ['a position within the department of the owner', { position: '经理', within: 'owner' }],
    ['who leads a department of a kind', { head: { of: 'owner', where: "kind in ['sales', 'channel']" } }],
    ['who stands two levels above the submitter', { superior: { levels: 2 } }],
    ['people whom a path leads to', { field: 'customer.keeper' }],
    ['people whom an expression gives', { expression: 'amount > 1 ? customer.keeper : owner.employee' }],
    ['whom the submitter chooses', { chosen: { from: { r: { role: 'president' } }, maximum: 2 } }],
  ])('can ask %s', (_, approver) => expect(problemsOf(asking(approver))).toEqual([]))

  test('looks into decision tables row by row', () => {
    const rows = {
      low: { order: 2, cells: { r: { below: 0.45 }, k: { in: ['a'] } }, approvers: { p: { role: 'president' } } },
      high: { order: 1, cells: { r: { from: 0.5 } }, approvers: { p: { role: 'assistant' } } },
    }
    const { who } = chainOf(asking({ table: { inputs: { r: 'ratio', k: 'kind' }, rows } })).steps.get('boss')!
      .approvers[0]!
    if (who.kind !== 'table') throw new Error('no table')
    expect(who.rows.map(({ when }) => when?.source)).toEqual([
      '((ratio) >= 0.5)',
      `((ratio) < 0.45) && ((kind) in ['a'])`,
    ])
  })

  test('reaches records of other objects in what it refuses', () => {
    const refuse = {
      unseen: { when: 'customer.visit.count(v, v.done) == 0', message: label, overrideBy: ['president'] },
      closed: { when: 'customer.reviewed != true', message: label, field: 'customer' },
    }
    expect(chainOf({ refuse }).refuse.map(({ key }) => key)).toEqual(['closed', 'unseen'])
  })

  test.each([
    ['an object nobody defines', { object: 'deals' }, [['/object', 'unknown_object']]],
    ['an unknown transition', { start: { transition: 'send' } }, [['/start/transition', 'unknown_name']]],
    ['two ways to begin', { start: { transition: 'submit', manual: true } }, [['/start', 'too_many']]],
    ['a condition over a field that is not there', { when: 'amout > 1' }, [['/when', 'unknown_field']]],
    ['an unknown first step', { first: 'bos' }, [['/first', 'unknown_name']]],
    ['a way to nowhere', withStep({ next: 'end' }), [['/steps/boss/next', 'unknown_name']]],
    ['an unknown role', asking({ role: 'presidnt' }), [['/steps/boss/approvers/someone/role', 'unknown_name']]],
    [
      'a path to no people',
      asking({ field: 'customer' }),
      [['/steps/boss/approvers/someone/field', 'wrong_field_type']],
    ],
    [
      'a path to a plain value',
      asking({ field: 'amount' }),
      [['/steps/boss/approvers/someone/field', 'wrong_field_type']],
    ],
    [
      'an expression that names nobody',
      asking({ expression: 'amount' }),
      [['/steps/boss/approvers/someone/expression', 'wrong_field_type']],
    ],
    ['a computed field to fill in', withStep({ require: ['twice'] }), [['/steps/boss/require/0', 'not_entered']]],
    ['the state as a field to edit', withStep({ edit: ['state'] }), [['/steps/boss/edit/0', 'not_entered']]],
    [
      'two ways to say who',
      asking({ role: 'president', field: 'owner' }),
      [['/steps/boss/approvers/someone', 'one_of']],
    ],
    ['nobody', asking({}), [['/steps/boss/approvers/someone', 'one_of']]],
    [
      'an unknown group',
      asking({ role: 'president', group: 'g' }),
      [['/steps/boss/approvers/someone/group', 'unknown_name']],
    ],
    [
      'an effect on a computed field',
      { effects: { approve: { set: { twice: '1' } } } },
      [['/effects/approve/set/twice', 'computed_field']],
    ],
    [
      'an effect of the wrong type',
      { effects: { approve: { set: { approved_on: 'amount' } } } },
      [['/effects/approve/set/approved_on', 'type_mismatch']],
    ],
    [
      'a balance by a field that refers elsewhere',
      { balance: { amount: 'amount', object: 'visit', via: 'customer', value: 'qty' } },
      [['/balance/via', 'wrong_field_type']],
    ],
  ] as [string, object, [string, string][]][])('refuses %s', (_, given, problems) => {
    expect(problemsOf(given)).toEqual(problems)
  })

  test('refuses steps that lead back and steps that nothing leads to', () => {
    const steps = { boss: { ...step, next: 'two' }, two: { ...step, next: 'boss' }, lost: step }
    expect(problemsOf({ steps })).toEqual([
      ['/steps/two', 'cycle'],
      ['/steps/lost', 'unreachable'],
    ])
  })

  test('is compiled again from what was kept, without what is gone', () => {
    const route = {
      big: { when: 'ratio > 0.5', to: 'two', order: 1 },
      rest: { when: 'amount > 1', to: 'two', order: 2 },
    }
    const stored = chainOf({ steps: { boss: { ...step, route }, two: step } })
    const later = compiled({}, ['ratio'])
    if ('problems' in later) throw new Error(JSON.stringify(later.problems))
    const { chain: again, problems } = compileStoredApproval(later.catalog, stored.definition)
    expect(problems.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/steps/boss/route/big/when', 'unknown_field'],
    ])
    expect(again.steps.get('boss')!.route.map(({ when }) => when?.source)).toEqual(['amount > 1'])
  })
})
