import { expect, test } from 'vitest'
import { validateDefinition } from './validate-definition.ts'

const options = (key: string) => ({ [key]: {} })
const problemsOf = (properties: object) =>
  validateDefinition('object', { name: 'visit', properties }).map(({ code, message }) => `${code} ${message.en}`)

test.each([
  [
    { Total: { 'x-field': { type: 'text' } } },
    '“Total” cannot be a name here: small letters, digits and _, beginning with a letter, at most 48',
  ],
  [
    { tier: { 'x-field': { type: 'select', options: options(' gold') } } },
    '“ gold” cannot be a name here: a single line of 1 to 100 characters, without a space at either end',
  ],
  [
    { tree: { 'x-field': { type: 'cascading-select', options: options('a b') } } },
    '“a b” cannot be a name here: letters, digits and _ . -, at most 40',
  ],
])('a key that is none is told what it may be where it stands: %j', (properties, message) => {
  expect(problemsOf(properties)).toEqual([`wrong_name ${message}`])
})
