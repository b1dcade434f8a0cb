import { describe, expect, test } from 'vitest'

import { heldRoles } from './held-roles.ts'
import type { RoleFacts } from './held-roles.ts'

const named = (id: string) => ({ id, label: id.toUpperCase() })
const always = { valid_from: null, valid_until: null }
const lent = { ...always, giver: named('ann'), receiver: named('bob'), roles: null, mode: 'full', only_away: false }

const facts = (given: Partial<RoleFacts>): RoleFacts => ({
  users: [
    { id: 'ann', roles: ['sales', 'administrator'] },
    { id: 'bob', roles: ['clerk'] },
  ],
  positions: new Map([['bob', 'p1']]),
  positionRoles: [{ id: 'p1', name: 'Buyer', roles: ['purchasing'] }],
  assignments: [],
  delegations: [],
  today: '2026-03-01',
  mayBeLent: (role) => role !== 'administrator',
  ...given,
})

const told = (given: Partial<RoleFacts>): string[] | undefined =>
  heldRoles(facts(given))
    .get('bob')
    ?.map(({ role, source }) => `${role} by ${source.kind}`)

describe('the roles of a person', () => {
  test('are those of the account and of the position', () => {
    expect(told({})).toEqual(['clerk by account', 'purchasing by position'])
    expect(heldRoles(facts({})).get('bob')?.[1]?.source).toEqual({ kind: 'position', name: 'Buyer' })
  })

  test('are also assigned, to the person or the position, for a time', () => {
    const assignments = [
      { ...always, role: 'audit', account: named('bob'), position: null },
      { ...always, role: 'stock', account: null, position: named('p1') },
      { ...always, role: 'past', account: named('bob'), position: null, valid_until: '2026-02-28' },
      { ...always, role: 'later', account: named('bob'), position: null, valid_from: '2026-03-02' },
      { ...always, role: 'others', account: named('ann'), position: null },
    ]
    const own = ['clerk by account', 'audit by assignment', 'purchasing by position', 'stock by position']
    expect(told({ assignments })).toEqual(own)
  })

  test('are also lent: all but an administrator’s, or those chosen, while it lasts', () => {
    const own = ['clerk by account', 'purchasing by position']
    expect(told({ delegations: [lent] })).toEqual([...own, 'sales by delegation'])
    expect(told({ delegations: [{ ...lent, roles: ['other'] }] })).toEqual(own)
    expect(told({ delegations: [{ ...lent, valid_until: '2026-02-01' }] })).toEqual(own)
  })
})
