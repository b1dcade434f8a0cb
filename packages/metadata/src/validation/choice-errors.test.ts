import { describe, expect, test } from 'vitest'
import { validateDefinition } from './validate-definition.ts'

const problemsOf = (objects: unknown, duplicates?: unknown) =>
  validateDefinition('object', {
    name: 'visit',
    properties: { about: { 'x-field': { type: 'polymorphic-lookup', objects } } },
    'x-object': duplicates ? { duplicates: { same: { match: [duplicates], action: 'warn' } } } : {},
  }).map(({ pointer, message }) => `${pointer} ${message.en}`)

describe('a choice between a list and a text', () => {
  const pointer = '/properties/about/x-field/objects'

  test.each([
    [['lead', 'lead'], `${pointer} “objects” names the same thing twice`],
    [['lead', 7], `${pointer}/1 “1” must be a text`],
    [7, `${pointer} “objects” must be a list or a text`],
    ['all', `${pointer} “objects”: “all” is not one of the options`],
    [[], `${pointer} “objects” needs at least 1 entries`],
  ])('%j is refused once, for what it is', (objects, problem) => {
    expect(problemsOf(objects)).toEqual([problem])
  })

  test('of a name and an object tells what is wrong with the object', () => {
    expect(problemsOf('*', { field: 'phone', normalise: 'fone' })).toEqual([
      '/x-object/duplicates/same/match/0/normalise “normalise”: “fone” is not one of the options',
    ])
    expect(problemsOf('*', 7)).toEqual(['/x-object/duplicates/same/match/0 “0” must be a text or a group of keys'])
  })
})
