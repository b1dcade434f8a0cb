import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { day, transitionCases } from '../support/crm-cases.ts'
import { openCrm, type CrmWorkspace } from '../support/crm-workspace.ts'
import { objects, statesOf, wayTo } from '../support/shipped-crm.ts'

const MINUTE_MS = 60_000

let crm: CrmWorkspace
beforeAll(async () => void (crm = await openCrm()))
afterAll(() => crm.stop())

const models = objects.flatMap(({ name, properties }) => {
  const states = statesOf(name)
  const options = states && properties[states.field]?.['x-field'].options
  return states ? [{ object: name, ...states, all: Object.keys(options ?? {}) }] : []
})
const transitions = models.flatMap(({ object, field, all, transitions: entries = {} }) =>
  Object.entries(entries).map(([name, definition]) => ({ object, field, all, name, ...definition })),
)
const starts = transitions.flatMap(({ from, ...transition }) => from.map((state) => ({ ...transition, state })))
const caseOf = ({ object, name }: { object: string; name: string }) => transitionCases[object]?.[name] ?? {}

test('each transition that ships has a case', () => {
  const keys = Object.entries(transitionCases).flatMap(([object, cases]) =>
    Object.entries(cases).map(([name, { send, refused, sets }]) => [
      object,
      name,
      given(send),
      refused !== undefined,
      given(sets),
    ]),
  )
  const expected = transitions.map(({ object, name, requires, when, set }) => [
    object,
    name,
    (requires ?? []).toSorted(),
    when !== undefined,
    given(set),
  ])
  expect(keys.sort(byName)).toEqual(expected.sort(byName))
})

const given = (values: object = {}): string[] => Object.keys(values).sort()
const byName = (a: unknown[], b: unknown[]): number => (a.slice(0, 2).join() < b.slice(0, 2).join() ? -1 : 1)

test.each(models)('each state of $object can be reached', ({ object, initial, all }) => {
  expect(all.map((state) => wayTo(object, state).length > 0)).toEqual(all.map((state) => state !== initial))
})

describe('a new record', () => {
  test.each(models)('of $object begins as $initial', async ({ object, field, initial }) => {
    expect((await crm.make(object))[field]).toBe(initial)
  })

  test.each(models)('of $object cannot begin elsewhere, nor be edited into another state', async (model) => {
    const { object, field, all, initial } = model
    const other = all.find((state) => state !== initial)
    const { id } = await crm.make(object)
    for (const answer of [
      await crm.tryMake(object, { [field]: other }),
      await crm.api.admin.patch(`/api/records/${object}/${id}`, { [field]: other }),
    ])
      expect(answer).toMatchObject({
        status: 422,
        body: { problems: [{ pointer: `/${field}`, code: 'use_transition' }] },
      })
  })
})

describe('a transition', () => {
  test.each(starts)('$object $name leads from $state to $to and sets what it says', async (start) => {
    const { object, field, state, name, to, set = {} } = start
    const { send, sets = {} } = caseOf(start)
    const { id, version } = await crm.make(object, { state })
    const moved = await crm.move(object, id, name, send)
    expect(moved, moved.text).toMatchObject({ status: 200, body: { [field]: to, version: version + 1 } })
    for (const key of Object.keys(set)) expectSet(moved.body[key], sets[key])
    const { data } = (await crm.api.admin.get(`/api/records/${object}/${id}/history`)).body
    expect(data[0]).toMatchObject({ op: 'transition', version: version + 1, changes: { [field]: [state, to] } })
  })

  const demanding = starts.flatMap((start) => (start.requires ?? []).map((field) => ({ ...start, required: field })))
  test.each(demanding)('$object $name from $state asks for $required', async ({ required, ...start }) => {
    const { object, state, name } = start
    const record = await crm.make(object, { state })
    const answer = await crm.move(object, record.id, name, { ...caseOf(start).send, [required]: null })
    expect(answer).toMatchObject({ status: 409, body: { code: 'transition_not_allowed' } })
    expect(answer.body.problems).toContainEqual(expect.objectContaining({ pointer: `/${required}`, code: 'required' }))
    await expectUnmoved(object, record)
  })

  const conditional = starts.filter(({ when }) => when !== undefined)
  test.each(conditional)('$object $name from $state waits until $when', async (start) => {
    const { object, state, name } = start
    const record = await crm.make(object, { state })
    const answer = await crm.move(object, record.id, name, { ...caseOf(start).send, ...caseOf(start).refused })
    expect(answer).toMatchObject({ status: 409, body: { problems: [{ code: 'condition_not_met' }] } })
    await expectUnmoved(object, record)
  })

  const elsewhere = transitions.flatMap(({ from, all, ...transition }) =>
    all.filter((state) => !from.includes(state)).map((state) => ({ ...transition, state })),
  )
  test.each(elsewhere)('$object $name does not start from $state', async (start) => {
    const { object, state, name } = start
    const record = await crm.make(object, { state })
    const answer = await crm.move(object, record.id, name, caseOf(start).send)
    expect(answer).toMatchObject({ status: 409, body: { problems: [{ code: 'wrong_state' }] } })
    await expectUnmoved(object, record)
  })
})

function expectSet(value: unknown, expected: 'now' | 'today' | 'manual' | number | undefined): void {
  if (expected === 'now') expect(Math.abs(Date.parse(String(value)) - Date.now())).toBeLessThan(MINUTE_MS)
  else expect(value).toBe(expected === 'today' ? day(0) : expected)
}

async function expectUnmoved(object: string, { id, version }: { id: string; version: number }): Promise<void> {
  expect((await crm.api.admin.get(`/api/records/${object}/${id}`)).body.version).toBe(version)
}
