import { expect, it } from 'vitest'

import type { WorkflowDefinition } from '../workflow.ts'
import { changeMarks, changesOf } from './node-changes.ts'

const before: WorkflowDefinition = {
  name: 'remind',
  trigger: { type: 'created' },
  start: 'find',
  nodes: {
    find: { step: 'find-records', next: 'tell' },
    tell: { step: 'notify', options: { to: 'owner' }, next: 'end' },
    end: { step: 'stop' },
  },
}
const after: WorkflowDefinition = {
  ...before,
  trigger: { type: 'manual' },
  nodes: {
    find: { step: 'find-records', next: 'tell', place: { x: 10, y: 20 } },
    tell: { step: 'notify', options: { to: 'user' } },
    task: { step: 'create-task' },
  },
}

it('two versions are marked where steps came, went or changed, not where one was only moved', () => {
  const marks = changeMarks({ from: before, to: after })
  expect(Object.fromEntries(marks.from)).toEqual({
    tell: { change: 'changed' },
    end: { change: 'removed' },
    '@trigger': { change: 'changed' },
  })
  expect(Object.fromEntries(marks.to)).toEqual({
    tell: { change: 'changed' },
    task: { change: 'added' },
    '@trigger': { change: 'changed' },
  })
})

const pointers = (selected: string | null) =>
  changesOf({ from: before, to: after }, selected).map(({ pointer }) => pointer)

it('what differs can be narrowed to one step', () => {
  expect(pointers('tell')).toEqual(['/nodes/tell/options/to', '/nodes/tell/next'])
  expect(pointers('@trigger')).toEqual(['/trigger/type'])
  expect(pointers(null)).toHaveLength(5)
})
