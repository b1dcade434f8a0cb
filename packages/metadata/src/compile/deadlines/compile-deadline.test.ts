import { expect, test } from 'vitest'
import type { Definition, Kind } from '../../catalog.ts'
import { createCatalog } from '../../create-catalog.ts'

const label = { en: 'x', 'zh-CN': 'x' }
const field = (type: string, rest: object = {}) => ({ 'x-field': { type, label, ...rest } })

const objects: Definition[] = [
  { name: 'user', 'x-object': { label, managed: true }, properties: { name: field('text') } },
  {
    name: 'shop',
    'x-object': { label, owner: true },
    properties: { name: field('text'), keeper: field('lookup', { object: 'user' }) },
  },
  {
    name: 'report',
    'x-object': { label },
    properties: {
      name: field('text'),
      shop: field('lookup', { object: 'shop' }),
      for_day: field('date'),
      sent_at: field('date-time'),
      ready: field('boolean'),
    },
  },
  {
    name: 'deal',
    'x-object': {
      label,
      owner: true,
      states: {
        field: 'state',
        initial: 'open',
        transitions: { win: { label, from: ['open'], to: 'won' }, expire: { label, from: ['open'], to: 'late' } },
      },
    },
    properties: {
      name: field('text'),
      state: field('select', { options: { open: { label }, won: { label }, late: { label } } }),
      shop: field('lookup', { object: 'shop' }),
      result_on: field('date'),
      special: field('boolean'),
      is_late: field('boolean'),
    },
  },
]

function compile(rule: object) {
  const named = { name: 'rule', ...rule } as Definition
  const documents = [
    ...objects.map((body) => ({ kind: 'object' as Kind, name: body.name, body })),
    { kind: 'deadline' as Kind, name: named.name, body: named },
  ]
  return createCatalog([{ name: 'platform', documents }], { revision: 1 })
}

function problemsOf(rule: object): string[] {
  const result = compile(rule)
  return 'problems' in result ? result.problems.map(({ pointer, code }) => `${pointer} ${code}`) : []
}

const closing = {
  object: 'deal',
  start: { on: 'field', field: 'result_on' },
  length: { workdays: 1 },
  cases: {
    b: { order: 2, when: 'true', length: { hours: 1 } },
    a: { order: 1, when: 'special', length: { days: 10 } },
  },
  responsible: { who: 'owner' },
  done: "state == 'won'",
  reminders: { soon: { moment: 'before', span: { hours: 2 } } },
  escalation: { up: { moment: 'after', span: { days: 1 }, to: { superiors: 1 } } },
  overdue: { set: { is_late: 'true' }, transition: 'expire' },
}

test('a deadline is compiled with its cases in order, and hears of what has a say in it', () => {
  const result = compile(closing)
  if ('problems' in result) throw new Error(JSON.stringify(result.problems))
  const { cases, responsible, reminders, isPolled } = result.catalog.deadlines.get('rule')!
  expect(cases.map(({ key }) => key)).toEqual(['a', 'b'])
  expect([responsible.of, isPolled]).toEqual(['user', false])
  expect(reminders.map(({ key, to }) => [key, to.responsible, to.superiors])).toEqual([
    ['reminders.soon', true, 0],
    ['escalation.up', false, 1],
  ])
  const heard = result.catalog
    .object('deal')
    .listeners.map(({ name, operations, fields }) => [name, operations, fields?.toSorted()])
  expect(heard).toEqual([
    ['deadline:rule', ['create', 'delete'], undefined],
    ['deadline:rule', ['update', 'transition'], ['owner', 'result_on', 'special', 'state']],
  ])
})

test('one that begins with a transition hears of it under a name of its own', () => {
  const result = compile({ ...closing, start: { on: 'transition', transitions: ['win'] } })
  if ('problems' in result) throw new Error(JSON.stringify(result.problems))
  const { listeners } = result.catalog.object('deal')
  expect(listeners.at(-1)).toEqual({
    name: 'deadline:rule:start',
    when: null,
    operations: ['transition'],
    transitions: ['win'],
  })
})

const isPolled = (done: string) => {
  const result = compile({ ...closing, done })
  return 'catalog' in result && result.catalog.deadlines.get('rule')!.isPolled
}

test('what other records say is looked at from time to time', () => {
  expect([isPolled('special'), isPolled('shop.name != null'), isPolled('result_on < today()')]).toEqual([
    false,
    true,
    true,
  ])
})

test('every mistake is told at once, where it is', () => {
  const wrong = {
    object: 'deal',
    calendar: 'nowhere',
    when: 'name',
    start: { on: 'field', field: 'name' },
    length: { days: 1 },
    responsible: { who: 'shop', roles: ['nobody'] },
    done: 'user.name == name',
    reminders: { soon: { moment: 'before', span: { hours: 1 }, to: { roles: ['nobody'] } } },
    overdue: { set: { nothing: '1' }, transition: 'never' },
    report: { object: 'report', by: 'for_day', on: 'sent_at', at: 'for_day' },
  }
  expect(problemsOf(wrong)).toEqual([
    '/calendar unknown_name',
    '/report wrong_start',
    '/start/field wrong_field_type',
    '/when type_mismatch',
    '/responsible/roles/0 unknown_name',
    '/responsible/who wrong_field_type',
    '/done not_maintainable',
    '/report/by wrong_field_type',
    '/report/on wrong_field_type',
    '/report/at wrong_field_type',
    '/reminders/soon/to/roles/0 unknown_name',
    '/overdue/set/nothing unknown_field',
    '/overdue/transition unknown_name',
  ])
  const transitions = { on: 'transition', transitions: ['win', 'never'] }
  expect(problemsOf({ ...closing, start: transitions })).toEqual(['/start/transitions/1 unknown_name'])
})

test('a deadline of a period is about reports', () => {
  const weekly = {
    object: 'shop',
    start: { on: 'period', every: 'week' },
    length: { weekday: 'mon', at: '13:00' },
    responsible: { who: 'keeper' },
    report: { object: 'report', by: 'shop', on: 'for_day', when: 'ready', at: 'sent_at' },
  }
  expect(problemsOf(weekly)).toEqual([])
  expect(problemsOf({ ...weekly, report: undefined })).toEqual(['/report wrong_start'])
})
