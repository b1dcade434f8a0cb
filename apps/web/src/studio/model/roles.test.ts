import { describe, expect, it } from 'vitest'

import { cellOf, pasteGrant, rightsOf, withScope } from './roles.ts'
import type { RoleDefinition } from './roles.ts'

const role: RoleDefinition = {
  name: 'clerk',
  label: { en: 'Clerk', 'zh-CN': '文员' },
  grants: {
    customer: { operations: ['read', 'update'], where: 'active', fields: { phone: 'mask' } },
    order: { operations: { update: 'department', create: 'own' } },
    '*': { operations: ['read'] },
  },
}
const isOwned = (object: string): boolean => object !== 'region'

describe('cells of the matrix', () => {
  it('tell what is said of an object, of all others, and what follows', () => {
    expect(cellOf(role, 'customer', 'update')).toEqual({ scope: 'all', from: 'own' })
    expect(cellOf(role, 'customer', 'delete')).toEqual({ scope: null, from: 'own' })
    expect(cellOf(role, 'region', 'read')).toEqual({ scope: 'all', from: 'others' })
    expect(cellOf(role, 'order', 'read')).toEqual({ scope: 'department', from: 'implied' })
  })

  it('close an object that the grant for all others would open, and only there', () => {
    const closed = withScope(role, { objects: ['region'], operations: ['read'] }, null, isOwned)
    expect(closed.grants?.region).toEqual({ operations: [] })
    expect(cellOf(closed, 'region', 'read')).toMatchObject({ scope: null })
    const { '*': _others, ...grants } = role.grants ?? {}
    const plain = withScope(
      { ...role, grants },
      { objects: ['customer'], operations: ['read', 'update'] },
      null,
      isOwned,
    )
    expect(plain.grants).not.toHaveProperty('customer')
  })

  it('keep the list of a grant while all operations have one scope', () => {
    const more = withScope(role, { objects: ['customer'], operations: ['delete'] }, 'all', isOwned)
    expect(more.grants?.['customer']).toEqual({
      ...role.grants?.['customer'],
      operations: ['read', 'update', 'delete'],
    })
    const own = withScope(role, { objects: ['customer'], operations: ['read', 'update'] }, 'own', isOwned)
    expect(own.grants?.['customer']).toMatchObject({ operations: ['read', 'update'], scope: 'own', where: 'active' })
    const mixed = withScope(role, { objects: ['customer'], operations: ['update'] }, 'own', isOwned)
    expect(mixed.grants?.['customer']).toMatchObject({ operations: { read: 'all', update: 'own' } })
    expect(mixed.grants?.['customer']).not.toHaveProperty('scope')
  })

  it('give everything of an object that has no owner', () => {
    const next = withScope(role, { objects: ['region', 'order'], operations: ['delete'] }, 'own', isOwned)
    expect(rightsOf(next.grants?.['region'])).toEqual({ read: 'all', delete: 'all' })
    expect(rightsOf(next.grants?.['order'])).toEqual({ create: 'own', update: 'department', delete: 'own' })
  })

  it('leave no grant with nothing in it', () => {
    const { '*': _others, ...grants } = role.grants ?? {}
    const named = { ...role, grants }
    const next = withScope(named, { objects: ['order'], operations: ['update', 'create'] }, null, isOwned)
    expect(next.grants).not.toHaveProperty('order')
    expect(withScope(next, { objects: ['customer'], operations: ['approve'] }, null, isOwned)).toEqual(next)
  })
})

describe('a row that is pasted', () => {
  it('is the same on the same object, and without what is about fields on others', () => {
    const copied = { object: 'customer', grant: role.grants?.['customer'] }
    const next = pasteGrant(role, copied, ['customer', 'order', 'region'], isOwned)
    expect(next.grants?.['customer']).toEqual(role.grants?.['customer'])
    expect(next.grants?.['order']).toEqual({ operations: ['read', 'update'] })
    expect(next.grants?.['region']).toEqual({ operations: ['read', 'update'] })
  })

  it('takes what was there where an empty row was copied', () => {
    const next = pasteGrant(role, { object: 'lead', grant: undefined }, ['order'], isOwned)
    expect(next.grants).not.toHaveProperty('order')
  })
})
