import { fieldTypes } from '@fieldwork/fields'
import type { Json } from '@fieldwork/fields'
import { widgets } from '@fieldwork/fields/ui'
import { testFieldTypes } from '@fieldwork/server/testing'
import * as fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { normalised, throughColumn } from '../../apps/server/src/testing/field-values.ts'
import { createTestDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { createAjv } from './field-schemas.ts'

const types = [...fieldTypes.values()]
testFieldTypes({ fieldTypes: types })

it.each(types)('the widget of $name is one that forms know', ({ widget }) => {
  expect(Object.keys(widgets)).toContain(widget)
})

const ajv = createAjv()
let database: TestDatabase
let client: Client

beforeAll(async () => {
  database = await createTestDatabase()
  client = new Client({ connectionString: database.url })
  await client.connect()
  await client.query(`set timezone to 'UTC'`)
})

afterAll(async () => {
  await client?.end()
  await database?.drop()
})

describe('values that nobody thought of', () => {
  const anyText = fc.string({
    unit: fc.oneof(fc.string({ unit: 'binary', maxLength: 1 }), anyCodeUnit()),
    maxLength: 12,
  })
  const amounts = fc.tuple(fc.maxSafeInteger(), fc.integer({ min: 0, max: 12 })).map(([n, scale]) => n / 10 ** scale)
  const moments = fc
    .tuple(fc.integer({ min: 0, max: 9999 }), ...[13, 31, 24, 60, 61, 19, 60].map((max) => fc.integer({ min: 0, max })))
    .map(([year, month, day, hour, minute, second, offsetHour, offsetMinute]) => {
      const date = `${pad(year, 4)}-${pad(month)}-${pad(day)}`
      return `${date}T${pad(hour)}:${pad(minute)}:${pad(second)}${hour! % 2 ? '+' : '-'}${pad(offsetHour)}:${pad(offsetMinute)}`
    })
  const days = moments.map((moment) => moment.slice(0, 10))
  const arbitraries: Record<string, fc.Arbitrary<Json>> = {
    text: anyText,
    'long-text': anyText,
    url: anyText.map((text) => `https://${text}`),
    email: anyText.map((text) => `${text}@example.com`),
    decimal: amounts,
    money: amounts,
    percent: amounts,
    integer: fc.oneof(fc.maxSafeInteger(), fc.double()),
    date: days,
    'date-time': moments,
  }

  it.each(Object.keys(arbitraries))('%s stores every value that its schema accepts', async (name) => {
    const type = fieldTypes.get(name)!
    const complete = type.complete({ 'x-field': { type: name } })
    const isValid = ajv.compile(type.valueSchema(complete))
    const sample = fc.sample(arbitraries[name]!, { numRuns: 3000, seed: 42 })
    const accepted = sample.filter((value) => isValid(value)).map((value) => normalised({ type, complete }, value))
    expect(accepted.length).toBeGreaterThan(20)
    expect(accepted.length).toBeLessThan(sample.length)
    // as JSON, which knows no -0
    expect(await throughColumn(client, type.column(complete)!.type, accepted)).toEqual(
      JSON.parse(JSON.stringify(accepted)),
    )
  })
})

function anyCodeUnit(): fc.Arbitrary<string> {
  return fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit))
}

function pad(value: number | undefined, width = 2): string {
  return String(value).padStart(width, '0')
}
