import { describe, expect, it } from 'vitest'

import { departmentTree, foundNodes, moveDepartment, pathTo } from './department-tree.ts'
import type { Department, DepartmentNode } from './department-tree.ts'

const department = (id: string, parent: string | null, order: number | null = null): Department => ({
  id,
  version: 1,
  name: `Dept ${id}`,
  code: null,
  parent: parent === null ? null : { id: parent, label: parent },
  manager: null,
  deputy: null,
  assistant: null,
  order,
  active: true,
})
const all = [
  department('c', 'a', 30),
  department('b', 'a', 10),
  department('a', null),
  department('d', 'b'),
  department('e', 'gone'),
]
const names = (nodes: DepartmentNode[]): unknown[] =>
  nodes.map((node) => (node.children.length > 0 ? [node.department.id, names(node.children)] : node.department.id))

describe('departments as a tree', () => {
  it('stand in their order, those without a known parent on top', () => {
    expect(names(departmentTree(all))).toEqual([['a', [['b', ['d']], 'c']], 'e'])
    expect(pathTo(new Map(all.map((each) => [each.id, each])), 'd').map(({ id }) => id)).toEqual(['a', 'b', 'd'])
  })

  it('are found with those above and below', () => {
    expect(names(foundNodes(departmentTree(all), 'dept b'))).toEqual([['a', [['b', ['d']]]]])
  })

  it('move to another parent or place by writing only what changes', () => {
    expect(moveDepartment(all, 'd', { parent: 'a', position: 1 })).toEqual([
      { id: 'd', version: 1, values: { parent: 'a', order: 20 } },
    ])
    expect(moveDepartment(all, 'c', { parent: 'a', position: 0 })).toEqual([
      { id: 'c', version: 1, values: { order: 10 } },
      { id: 'b', version: 1, values: { order: 20 } },
    ])
    expect(moveDepartment(all, 'b', { parent: null, position: 99 })?.at(-1)).toEqual({
      id: 'b',
      version: 1,
      values: { parent: null, order: 20 },
    })
  })

  it('never stand below themselves', () => {
    expect(moveDepartment(all, 'a', { parent: 'd', position: 0 })).toBeNull()
    expect(moveDepartment(all, 'a', { parent: 'a', position: 0 })).toBeNull()
  })
})
