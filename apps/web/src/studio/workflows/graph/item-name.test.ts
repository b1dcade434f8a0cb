import { expect, it } from 'vitest'

import type { StudioObject } from '../../catalog/studio-objects.ts'
import type { StepKind } from '../step-kinds.ts'
import type { WorkflowDefinition } from '../workflow.ts'
import { withOptions } from './item-name.ts'

const text = { en: 'x', 'zh-CN': 'x' }
const kind = (name: string, item?: StepKind['item']): [string, StepKind] => {
  const plain = { label: text, help: text, icon: 'x', group: 'x', order: 1, options: {}, output: {} }
  return [name, { ...plain, name, effect: 'control', ...(item && { item, branches: ['each'], returns: true }) }]
}
const kinds = new Map([kind('loop', { object: 'object', collection: 'collection' }), kind('notify')])
const objects = [
  { name: 'ticket', collections: [{ name: 'lines', object: 'ticket_line' }] },
  { name: 'ticket_line', collections: [] },
] as unknown as StudioObject[]
const drawn = (key: string, options = {}): WorkflowDefinition => ({
  name: 'w',
  object: 'ticket',
  trigger: { type: 'created' },
  start: key,
  nodes: {
    [key]: { step: 'loop', options, branches: { each: 'tell' } },
    tell: { step: 'notify', options: { title: `{{ items.${key}.qty }}` } },
  },
})
const chosen = (workflow: WorkflowDefinition, key: string, options: object) =>
  withOptions(workflow, { key, options: { ...options } }, { kinds, objects })

it('a loop is called like what it goes over, in expressions too', () => {
  const { key, workflow } = chosen(drawn('loop_1'), 'loop_1', { collection: 'lines' })
  expect(key).toBe('ticket_line')
  expect(workflow.start).toBe('ticket_line')
  expect(workflow.nodes['tell']?.options).toEqual({ title: '{{ items.ticket_line.qty }}' })
  expect(workflow.nodes['ticket_line']?.options).toEqual({ collection: 'lines' })
})

it('its name follows another choice, and stays free', () => {
  const first = drawn('ticket_line', { collection: 'lines' })
  expect(chosen(first, 'ticket_line', { object: 'ticket' }).key).toBe('ticket')
  const crowded = { ...first, nodes: { ...first.nodes, ticket: { step: 'notify' } } }
  expect(chosen(crowded, 'ticket_line', { object: 'ticket' }).key).toBe('ticket_1')
})

it('a name that somebody has given stays', () => {
  expect(chosen(drawn('each_one'), 'each_one', { collection: 'lines' }).key).toBe('each_one')
})

it('other options of the step and other steps leave its name alone', () => {
  const known = drawn('loop_1', { object: 'ticket' })
  expect(chosen(known, 'loop_1', { object: 'ticket', limit: 5 }).key).toBe('loop_1')
  expect(chosen(known, 'tell', { object: 'ticket_line' }).key).toBe('tell')
})
