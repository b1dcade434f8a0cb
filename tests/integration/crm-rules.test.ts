import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../support/api-server.ts'
import { formulaCases, ruleCases, type CasesByName } from '../support/crm-cases.ts'
import { openCrm, type CrmWorkspace } from '../support/crm-workspace.ts'
import { objects, pages } from '../support/shipped-crm.ts'

let crm: CrmWorkspace
beforeAll(async () => {
  crm = await openCrm()
  crm.name('new_product', (await crm.make('product', { values: { is_new: true } })).id)
  crm.name('wholesaler', (await crm.make('customer', { values: { customer_kind: 'contracted_wholesaler' } })).id)
  const lines = [{ product: '@new_product', qty: 1, unit_price: 40 }]
  crm.name('new_order', (await crm.make('sales_order', { values: { lines } })).id)
})
afterAll(() => crm.stop())

const shipped = <Part>(part: (object: (typeof objects)[number]) => Record<string, Part> | undefined) =>
  objects.flatMap((object) =>
    Object.entries(part(object) ?? {}).map(([name, definition]) => ({ object: object.name, name, definition })),
  )
const keysOf = (cases: CasesByName<unknown>): string[] =>
  Object.entries(cases).flatMap(([object, entries]) => Object.keys(entries).map((name) => `${object}.${name}`))

const rules = shipped((object) => object['x-object']?.rules)
const formulas = shipped((object) =>
  Object.fromEntries(
    Object.entries(object.properties).filter(([, property]) => property['x-field'].type === 'formula'),
  ),
)

describe('validation rules that ship', () => {
  test('each has a case', () => {
    expect(keysOf(ruleCases).sort()).toEqual(rules.map(({ object, name }) => `${object}.${name}`).sort())
  })

  test.each(rules)('$object $name refuses what breaks it and nothing else', async ({ object, name, definition }) => {
    const { breaks, keeps, onlyOnUpdate } = ruleCases[object]![name]!
    const { id, version } = await crm.make(object, { values: keeps })
    if (!onlyOnUpdate) await expectRefusal(await crm.tryMake(object, breaks))
    await expectRefusal(await crm.api.admin.patch(`/api/records/${object}/${id}`, crm.resolve(breaks, id)))
    expect((await crm.api.admin.get(`/api/records/${object}/${id}`)).body.version).toBe(version)

    async function expectRefusal(answer: Answer) {
      const [problem, ...others] = answer.body.problems
      expect(answer).toMatchObject({ status: 422, body: { code: 'validation_failed' } })
      expect(problem).toEqual({
        code: 'rule',
        message: definition.message.en,
        params: { rule: name },
        ...(definition.field && { pointer: `/${definition.field}` }),
      })
      expect(others).toEqual([])
    }
  })

  test.each(rules.filter(({ object, name }) => !ruleCases[object]?.[name]?.onlyOnUpdate))(
    '$object $name speaks Chinese to Chinese callers',
    async ({ object, name, definition }) => {
      const values = crm.resolve({ ...(await valuesOf(object)), ...ruleCases[object]![name]!.breaks })
      const answer = await crm.api.admin.post(`/api/records/${object}`, values, { 'accept-language': 'zh-CN' })
      expect(answer.body.problems).toMatchObject([{ message: definition.message['zh-CN'] }])
    },
  )
})

/** What a complete record of the object may be made of. */
async function valuesOf(object: string): Promise<Record<string, unknown>> {
  const record = await crm.make(object)
  const { required = [] } = objects.find(({ name }) => name === object)!
  return Object.fromEntries(required.map((name) => [name, record[name]?.id ?? record[name]]))
}

describe('formulas that ship', () => {
  const cases = formulas.flatMap(({ object, name }) =>
    (formulaCases[object]?.[name] ?? []).map((single) => ({ object, name, ...single })),
  )

  test('each has a case', () => {
    expect(keysOf(formulaCases).sort()).toEqual(formulas.map(({ object, name }) => `${object}.${name}`).sort())
  })

  test.each(cases)('$object $name of $values $state is $gives', async ({ object, name, gives, ...spec }) => {
    const made = await crm.make(object, spec)
    expect(made[name]).toBe(gives)
    const filter = encodeURIComponent(`id == '${made.id}' && ${name} == ${JSON.stringify(gives)}`)
    const listed = await crm.api.admin.get(`/api/records/${object}?filter=${filter}&fields=id,${name}&sort=-${name}`)
    expect(listed.body.data).toEqual([{ id: made.id, [name]: gives }])
  })
})

describe('fields that are required', () => {
  test.each(pages)('of $name are asked for all at once', async ({ name, required = [], properties }) => {
    const asked = required.filter((field) => properties[field]?.default === undefined)
    const answer = await crm.api.admin.post(`/api/records/${name}`, {})
    expect(answer.status).toBe(422)
    const missing = answer.body.problems.filter(({ code }: { code: string }) => code === 'required')
    expect(missing.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(
      asked.map((field) => `/${field}`).sort(),
    )
  })
})
