import { expect, it } from 'vitest'

import { changedParts } from './changed-parts.ts'

const before = {
  name: 'sign',
  order: 10,
  steps: { opinion: { approvers: { a: { role: 'manager' } }, next: 'sign' }, sign: { mode: 'all' } },
}
const after = {
  name: 'sign',
  order: 20,
  steps: { opinion: { approvers: { a: { role: 'director' } }, next: 'file' }, file: { kind: 'notify' } },
}

it('what differs is told step by step, the whole first, by paths within the step', () => {
  expect(changedParts(before, after, 'steps')).toEqual([
    { key: null, change: 'changed', changes: [{ pointer: '/order', before: 10, after: 20 }] },
    {
      key: 'opinion',
      change: 'changed',
      changes: [
        { pointer: '/approvers/a/role', before: 'manager', after: 'director' },
        { pointer: '/next', before: 'sign', after: 'file' },
      ],
    },
    { key: 'sign', change: 'removed', changes: [{ pointer: '', before: { mode: 'all' } }] },
    { key: 'file', change: 'added', changes: [{ pointer: '', after: { kind: 'notify' } }] },
  ])
})

it('where a step is drawn is no difference', () => {
  const drawn = { nodes: { find: { step: 'find-records', place: { x: 1, y: 2 } } } }
  expect(changedParts({ nodes: { find: { step: 'find-records' } } }, drawn, 'nodes')).toEqual([])
})
