import { label } from './definitions.ts'

const field = (type: string, more: object = {}) => ({ 'x-field': { type, label: label(type), ...more } })
const states = ['draft', 'pending', 'approved', 'rejected']
const options = Object.fromEntries(states.map((key, order) => [key, { order, label: label(key) }]))

const item = {
  name: 'item',
  'x-object': {
    label: label('Item'),
    owner: true,
    history: true,
    nameField: 'name',
    states: {
      field: 'state',
      initial: 'draft',
      transitions: {
        submit: { from: ['draft'], to: 'pending' },
        approve: { from: ['pending'], to: 'approved' },
        refuse: { from: ['pending'], to: 'rejected' },
      },
    },
  },
  required: ['name'],
  properties: {
    name: field('text'),
    kind: field('text'),
    amount: field('integer'),
    count: field('integer'),
    ready: field('boolean'),
    note: field('text'),
    state: field('select', { options }),
  },
}

const effect = {
  name: 'effect',
  'x-object': { label: label('Effect'), owner: true, history: true, nameField: 'name' },
  required: ['name'],
  properties: { name: field('text'), item: field('lookup', { object: 'item', collection: 'effects' }) },
}

/** A record that says that this was done. */
const did = (name: string, next?: string) => ({
  step: 'create-record',
  options: { object: 'effect', values: { name, item: 'id' } },
  ...(next && { next }),
})
const write = (values: object, next?: string) => ({
  step: 'update-record',
  options: { values },
  ...(next && { next }),
})
const flow = (kind: string, start: string, nodes: object, vars: object = {}) => ({
  name: kind,
  object: 'item',
  trigger: { type: 'created', when: `kind == '${kind}'` },
  vars,
  start,
  nodes,
})
const n = { n: { type: 'integer', default: 0 } }

const looping = flow(
  'looping',
  'loop',
  {
    loop: { step: 'loop', options: { while: 'vars.n < 3' }, branches: { each: 'count' }, next: 'fork' },
    count: { step: 'set-variables', options: { vars: { n: 'vars.n + 1' } }, next: 'make' },
    make: did(`vars.n == 1 ? 'round 1' : vars.n == 2 ? 'round 2' : 'round 3'`),
    fork: {
      step: 'parallel',
      options: { ways: { a: {}, b: {} } },
      branches: { a: 'left', b: 'pause' },
      next: 'choose',
    },
    left: did(`'left'`),
    pause: { step: 'wait', options: { minutes: 0.02 } },
    choose: {
      step: 'branch',
      options: { cases: { big: { when: 'amount > 5' } } },
      branches: { big: 'big' },
      next: 'small',
    },
    big: write({ count: 'coalesce(count, 0) + size(effects)', note: `'big'` }),
    small: write({ count: 'coalesce(count, 0) - size(effects)', note: `'small'` }),
  },
  n,
)

const asking = flow('asking', 'ask', {
  ask: { step: 'call-approval', options: {}, branches: { approved: 'good', rejected: 'bad' } },
  good: did(`'good'`, 'noted'),
  bad: did(`'bad'`, 'noted'),
  noted: write({ note: 'steps.ask.outcome', count: 'coalesce(count, 0) + 1' }),
})

const waiting = flow('waiting', 'wait', {
  wait: { step: 'wait', options: { until: 'ready == true' }, next: 'make' },
  make: did(`'awaited'`, 'noted'),
  noted: write({ note: `'awaited'`, count: 'coalesce(count, 0) + 1' }),
})

const order = {
  connection: 'shop',
  method: 'POST',
  path: '/orders/{id}',
  parameters: { id: 'id' },
  values: { round: 'vars.n' },
  take: { id: { pointer: '/id', type: 'text', required: true } },
  timeoutMs: 5000,
}
const calling = flow(
  'calling',
  'loop',
  {
    loop: { step: 'loop', options: { while: 'vars.n < 2' }, branches: { each: 'count' }, next: 'pay' },
    count: { step: 'set-variables', options: { vars: { n: 'vars.n + 1' } }, next: 'order' },
    order: { step: 'http', options: order, retry: { attempts: 9, delaySeconds: 1 }, next: 'make' },
    make: did('steps.order.result.id'),
    pay: {
      step: 'http',
      options: { ...order, path: '/payments/{id}' },
      retry: { attempts: 9, delaySeconds: 1 },
      next: 'noted',
    },
    noted: write({ note: 'steps.pay.result.id', count: 'coalesce(count, 0) + 1' }),
  },
  n,
)

/** What it waits for comes before, while and after it begins to wait. */
const hearing = flow('hearing', 'hear', {
  hear: {
    step: 'wait-event',
    options: { object: 'effect', match: { item: 'record', name: `'signal'` }, existing: true },
    next: 'make',
  },
  make: did(`'heard'`, 'noted'),
  noted: write({ note: 'steps.hear.record.name', count: 'coalesce(count, 0) + 1' }),
})

/** Changes the parts that it has made two at a time: each once, though rounds change what is looked for. */
const batching = flow(
  'batching',
  'loop',
  {
    loop: { step: 'loop', options: { while: 'vars.n < 5' }, branches: { each: 'count' }, next: 'all' },
    count: { step: 'set-variables', options: { vars: { n: 'vars.n + 1' } }, next: 'make' },
    make: did(`'part'`),
    all: {
      step: 'loop',
      options: { object: 'effect', where: 'item == record', batch: 2 },
      branches: { each: 'mark' },
      next: 'noted',
    },
    mark: {
      step: 'update-record',
      options: { object: 'effect', record: 'items.all', values: { name: `items.all.name + '!'` } },
    },
    noted: write({ note: `'batched'`, count: 'coalesce(count, 0) + steps.all.rounds' }),
  },
  n,
)

const leading = flow('leading', 'call', {
  call: { step: 'sub-workflow', options: { workflow: 'led', vars: { n: 'amount' } }, next: 'noted' },
  noted: write({ note: `'led'`, count: 'coalesce(count, 0) + 1' }),
})
const led = {
  ...flow('led', 'pause', { pause: { step: 'wait', options: { minutes: 0.01 }, next: 'make' }, make: did(`'led'`) }, n),
  trigger: { type: 'workflow' },
}

/** Begins at every change of the note: what was told to nobody would lack its effect. */
const noting = {
  ...flow('noting', 'make', { make: did(`'noted'`) }),
  trigger: { type: 'updated', fields: ['note'] },
}
const deciding = {
  ...flow('deciding', 'make', { make: did(`'decided'`) }),
  trigger: { type: 'approval-outcome' },
}

const chain = (approver: string) => ({
  name: 'item_chain',
  object: 'item',
  start: { transition: 'submit' },
  first: 'one',
  steps: { one: { approvers: { who: { users: [approver] } } } },
  effects: { approve: { transition: 'approve' }, reject: { transition: 'refuse' } },
})

export const kinds = ['looping', 'asking', 'waiting', 'calling', 'leading', 'hearing', 'batching'] as const
export type Kind = (typeof kinds)[number]

/** What is published before items are made: objects, the service outside, flows of every kind. */
export const crashDefinitions = (serviceUrl: string, approver: string) => [
  ...[item, effect].map((definition) => ({ kind: 'object', definition })),
  { kind: 'connection', definition: { name: 'shop', baseUrl: `${serviceUrl}/api`, auth: { type: 'none' } } },
  { kind: 'approval', definition: chain(approver) },
  ...[looping, asking, waiting, calling, leading, hearing, batching, led, noting, deciding].map((definition) => ({
    kind: 'workflow',
    definition,
  })),
]

const rounds = ['left', 'round 1', 'round 2', 'round 3']

/** What an item has to have in the end: its fields, the names of its effects in order, its runs by workflow. */
export function expectedOf({ kind, amount }: { kind: Kind; amount: number }) {
  const isGood = amount % 3 !== 0
  switch (kind) {
    case 'looping':
      return amount > 5
        ? { note: 'big', count: 4, effects: [...rounds, 'noted'], runs: 2 }
        : { note: 'small', count: -4, effects: [...rounds, 'noted'], runs: 2 }
    case 'asking':
      return {
        note: isGood ? 'approved' : 'rejected',
        count: 1,
        effects: ['decided', isGood ? 'good' : 'bad', 'noted'],
        runs: 3,
      }
    case 'waiting':
      return { note: 'awaited', count: 1, effects: ['awaited', 'noted'], runs: 2 }
    case 'calling':
      return { note: 'P', count: 1, effects: ['O1', 'O2', 'noted'], runs: 2 }
    case 'hearing':
      return { note: 'signal', count: 1, effects: ['heard', 'noted', 'signal'], runs: 2 }
    case 'batching':
      return { note: 'batched', count: 5, effects: [...Array<string>(5).fill('part!'), 'noted'], runs: 2 }
    case 'leading':
      return { note: 'led', count: 1, effects: ['led', 'noted'], runs: 3 }
  }
}
