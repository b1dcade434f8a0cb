import { expect, it } from 'vitest'

import type { StepKind } from '../step-kinds.ts'
import type { WorkflowDefinition } from '../workflow.ts'
import { stepVariables } from './environment.ts'

const text = { en: 'x', 'zh-CN': 'x' }
const kind = (name: string, more: Partial<StepKind>): [string, StepKind] => [
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
    effect: 'records',
    ...more,
  },
]
const kinds = new Map([
  kind('create', { output: { properties: { id: { type: 'string', 'x-record': { option: 'object' } } } } }),
  kind('script', { output: { properties: { result: { 'x-typed-by': 'output' }, lines: { type: 'array' } } } }),
  kind('loop', { branches: ['each'], returns: true, item: { object: 'object' } }),
  kind('notify', {}),
])
const workflow: WorkflowDefinition = {
  name: 'w',
  object: 'ticket',
  trigger: { type: 'created' },
  vars: { level: { type: 'text' }, helper: { type: 'record', object: 'user' } },
  start: 'make',
  nodes: {
    make: { step: 'create', options: { object: 'todo' }, next: 'sum' },
    sum: { step: 'script', options: { output: { total: { type: 'decimal' } } }, next: 'each' },
    each: { step: 'loop', options: { object: 'line' }, branches: { each: 'tell' }, next: 'late' },
    tell: { step: 'notify' },
    late: { step: 'notify' },
  },
}
const known = (key: string) => stepVariables(workflow, key, { kinds, objects: [] })

it('a step knows the record, the variables and the results of the steps before it', () => {
  expect(known('tell')).toMatchObject({
    record: { kind: 'record', object: 'ticket' },
    vars: { fields: { level: { kind: 'text' }, helper: { kind: 'record', object: 'user' } } },
    steps: {
      fields: {
        make: { fields: { id: { kind: 'record', object: 'todo' } } },
        sum: { fields: { result: { fields: { total: { kind: 'decimal' } } }, lines: { kind: 'list' } } },
      },
    },
    items: { fields: { each: { kind: 'record', object: 'line' } } },
  })
  expect(known('make')['steps']).toEqual({ kind: 'struct', fields: {} })
})
