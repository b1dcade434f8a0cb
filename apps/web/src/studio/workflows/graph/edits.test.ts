import { expect, it } from 'vitest'

import type { StepKind } from '../step-kinds.ts'
import type { WorkflowDefinition } from '../workflow.ts'
import { insertNode, newNode, removeNode, renameNode } from './edits.ts'
import { drawWorkflow } from './layout.ts'
import { outlineOf } from './outline.ts'
import { waysOf, withWay } from './ways.ts'
import type { Way } from './ways.ts'

const text = { en: 'x', 'zh-CN': 'x' }
const kind = (name: string, more: Partial<StepKind> = {}): [string, StepKind] => [
  name,
  {
    name,
    label: text,
    help: text,
    icon: 'x',
    group: 'x',
    order: 1,
    options: {},
    output: {},
    effect: 'control',
    ...more,
  },
]
const cases = {
  type: 'object',
  properties: { cases: { 'x-branches': true, additionalProperties: { required: ['when'] } } },
  required: ['cases'],
}
const kinds = new Map([
  kind('notify'),
  kind('stop'),
  kind('branch', { branches: 'options', options: cases }),
  kind('loop', { branches: ['each'], returns: true }),
])
const empty: WorkflowDefinition = { name: 'w', trigger: { type: 'manual' }, start: '', nodes: {} }
const wayOf = (workflow: WorkflowDefinition, id: string): Way => waysOf(workflow, kinds).find((way) => way.id === id)!
const put = (workflow: WorkflowDefinition, id: string, key: string, step: string) =>
  insertNode(workflow, { way: wayOf(workflow, id), key, node: newNode(kinds.get(step)!) })

const built = (() => {
  const first = put(empty, 'start', 'choose', 'branch')
  const second = put(first, 'branch:choose:way_1', 'tell', 'notify')
  const third = put(second, 'next:choose', 'end', 'stop')
  return withWay(third, wayOf(third, 'next:tell'), 'end')
})()

it('steps are put on ways: what a way led to comes after the step', () => {
  expect(built.start).toBe('choose')
  expect(built.nodes).toEqual({
    choose: {
      step: 'branch',
      options: { cases: { way_1: { when: '' } } },
      branches: { way_1: 'tell' },
      next: 'end',
    },
    tell: { step: 'notify', next: 'end' },
    end: { step: 'stop' },
  })
  const between = put(built, 'next:tell', 'again', 'notify')
  expect(between.nodes['tell']?.next).toBe('again')
  expect(between.nodes['again']).toEqual({ step: 'notify', next: 'end' })
})

it('a step that is taken out leaves no gap, and what only it led to goes with it', () => {
  const without = removeNode(built, kinds, 'tell')
  expect(without.nodes['choose']?.branches).toEqual({ way_1: 'end' })
  const plain = removeNode(built, kinds, 'choose')
  expect(plain).toMatchObject({ start: 'end', nodes: { end: { step: 'stop' } } })
  expect(Object.keys(plain.nodes)).toEqual(['end'])
  expect(removeNode(plain, kinds, 'end')).toMatchObject({ start: '', nodes: {} })
})

it('a step that is renamed keeps its ways and the expressions over its result', () => {
  const using = {
    ...built,
    nodes: { ...built.nodes, end: { step: 'stop', options: { message: '{{ steps.tell.count }}' } } },
  }
  const renamed = renameNode(using, kinds, { from: 'tell', to: 'inform' })
  expect(renamed.nodes['choose']?.branches).toEqual({ way_1: 'inform' })
  expect(renamed.nodes['inform']).toEqual({ step: 'notify', next: 'end' })
  expect(renamed.nodes['end']?.options).toEqual({ message: '{{ steps.inform.count }}' })
})

it('the outline names every step once, and says where a branch joins', () => {
  const outline = outlineOf(built, kinds, wayOf(built, 'start'))
  expect(outline).toMatchObject([
    {
      kind: 'step',
      key: 'choose',
      branches: [
        {
          items: [
            { kind: 'step', key: 'tell' },
            { kind: 'join', key: 'end' },
          ],
        },
      ],
    },
    { kind: 'step', key: 'end', branches: [] },
  ])
})

it('the drawing goes from top to bottom, what follows a loop below its branches', () => {
  const loop = put(
    put(put(empty, 'start', 'each', 'loop'), 'branch:each:each', 'tell', 'notify'),
    'next:each',
    'after',
    'notify',
  )
  const { corners } = drawWorkflow(loop, kinds)
  const y = (key: string): number => corners.get(key)!.y
  expect(y('@trigger')).toBeLessThan(y('each'))
  expect(y('each')).toBeLessThan(y('tell'))
  expect(y('tell')).toBeLessThan(y('after'))
  const moved = { ...loop, nodes: { ...loop.nodes, tell: { ...loop.nodes['tell']!, place: { x: 7, y: 9 } } } }
  expect(drawWorkflow(moved, kinds).corners.get('tell')).toEqual({ x: 7, y: 9 })
})
