import { expect, it } from 'vitest'

import { placeIn, valueWords } from './value-words.ts'
import type { Words } from './value-words.ts'

const NAMES: Record<string, string> = {
  'role/manager': 'Manager',
  'role/director': 'Director',
  'user/amy': 'Amy Adams',
  'field/amount': 'Amount',
  'field/opinion': 'Opinion',
  'step/sign': 'Signature',
  'transition/submit': 'Submit',
}
const MEMBERS: Record<string, string> = { approvers: 'Approvers', role: 'Role', set: 'Written', label: 'Name' }
const words: Words = {
  nameOf: (kind, name) => NAMES[`${kind}/${name}`],
  choiceOf: (token, value) => (token === 'mode' && value === 'all' ? 'All of them' : undefined),
  memberOf: (token) => MEMBERS[token] ?? token,
  locale: 'en',
  yes: 'Yes',
  no: 'No',
  comma: ', ',
}

it('names of roles, people, fields, steps and transitions are told by what they are called', () => {
  expect(valueWords('/approvers/a/role', 'manager', words)).toBe('Manager')
  expect(valueWords('/approvers/a/users', ['amy', 'bob'], words)).toBe('Amy Adams, bob')
  expect(valueWords('/require', ['opinion', 'amount'], words)).toBe('Opinion, Amount')
  expect(valueWords('/next', 'sign', words)).toBe('Signature')
  expect(valueWords('/start/transition', 'submit', words)).toBe('Submit')
})

it('what only looks like a name stays as it is', () => {
  expect(valueWords('/when', 'amount', words)).toBe('amount')
  expect(valueWords('/order', 10, words)).toBe('10')
  expect(valueWords('/mode', 'all', words)).toBe('All of them')
  expect(valueWords('/comment', 'all', words)).toBe('all')
  expect(valueWords('/allowSubmitter', true, words)).toBe('Yes')
})

it('parts are told member by member, texts in the language of the page', () => {
  const step = {
    label: { en: 'Sign', 'zh-CN': '签' },
    approvers: { a: { role: 'director' } },
    place: { x: 1, y: 2 },
  }
  expect(valueWords('', step, words)).toBe('Name: Sign\nApprovers: \n  a: \n    Role: Director')
})

it('places are told by members, and by the fields that are written there', () => {
  expect(placeIn('/approvers/a/role', words)).toBe('Approvers › a › Role')
  expect(placeIn('/options/set/amount', words)).toBe('options › Written › Amount')
})
