import { expect, it } from 'vitest'

import { compareRoles, compareWholes } from './role-comparison.ts'
import type { RoleDefinition } from './roles.ts'

const label = { en: 'R', 'zh-CN': '角' }

it('two roles differ where they allow something else, whatever the form it is written in', () => {
  const a: RoleDefinition = {
    name: 'a',
    label,
    grants: {
      customer: { operations: ['read', 'update'], scope: 'own' },
      order: { operations: ['read'], where: 'open' },
    },
  }
  const b: RoleDefinition = {
    name: 'b',
    label,
    grants: { customer: { operations: { update: 'own', read: 'own' } }, '*': { operations: ['read'] } },
  }
  expect(compareRoles(a, b)).toEqual([
    { object: 'order', operations: [], parts: [{ part: 'where', a: 'open', b: undefined }] },
    { object: '*', operations: [{ operation: 'read', a: null, b: 'all' }], parts: [] },
  ])
  expect(compareWholes({ ...a, apps: ['sales'] }, b)).toEqual([{ part: 'apps', a: ['sales'], b: undefined }])
})
