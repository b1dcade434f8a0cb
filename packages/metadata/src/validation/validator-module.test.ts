import { Script, createContext } from 'node:vm'
import { beforeAll, expect, test } from 'vitest'
import type { ErrorObject } from 'ajv/dist/2020.js'
import { recordSchemaId } from '../record-schema.ts'
import {
  both,
  catalogOf,
  changed,
  layerOf,
  orderObject,
  customerObject,
  sampleLayers,
  userObject,
} from '../testing/sample-layers.ts'
import { validatorModule } from './validator-module.ts'
import { VALIDATOR_RUNTIME, validatorRuntime } from './validator-runtime.ts'

type Validate = ((values: unknown) => boolean) & { errors: ErrorObject[] | null }

const catalog = catalogOf(sampleLayers())
const id = recordSchemaId(catalog.object('sales_order'), 'create')
const customer = '01934f5a-7c1e-7abc-8def-0123456789ab'
const source = validatorModule(catalog.object('sales_order'), 'create')

async function load(text: string): Promise<Record<string, Validate>> {
  return ((await import(`data:text/javascript;charset=utf-8,${encodeURIComponent(text)}`)) as { default: never })
    .default
}

beforeAll(() => {
  Object.assign(globalThis, { [VALIDATOR_RUNTIME]: validatorRuntime })
})

test('the source is an ES module that validates by the schema’s $id', async () => {
  const validate = (await load(source))[id] as Validate
  expect(validate({ customer, quantity: 1.25, closed_on: '2026-01-31', status: null })).toBe(true)
  expect(validate({ customer, quantity: 1.255, closed_on: '2026-02-30', note: '\u0000', other: 1 })).toBe(false)
  expect(validate.errors?.map(({ instancePath, keyword }) => [instancePath, keyword])).toEqual([
    ['', 'additionalProperties'],
    ['/quantity', 'x-scale'],
    ['/closed_on', 'format'],
    ['/note', 'x-text'],
  ])
})

test('it imports nothing and generates no code, so a page may forbid eval', () => {
  const script = source.replace('export default exports', 'exports')
  const context = createContext(
    { [VALIDATOR_RUNTIME]: validatorRuntime },
    { codeGeneration: { strings: false, wasm: false } },
  )
  const validators = new Script(script).runInContext(context) as Record<string, Validate>
  expect(validators[id]?.({ customer, quantity: 1 })).toBe(true)
  expect(source).not.toMatch(/\bimport\b|\bFunction\(|\beval\(/)
})

test('a page that has not put the runtime in place is told to', async () => {
  const elsewhere = source.replaceAll(VALIDATOR_RUNTIME, '__nowhere')
  await expect(load(elsewhere)).rejects.toThrow('Put validatorRuntime into globalThis.__nowhere first')
})

test('labels are no part of it: the same $id has the same source', () => {
  const renamed = changed(orderObject, (order) => Object.assign(order['x-object'] as object, { label: both('Sale') }))
  const other = catalogOf([
    layerOf('platform', { object: [userObject] }),
    layerOf('crm', { object: [customerObject, renamed] }),
  ])
  expect(recordSchemaId(other.object('sales_order'), 'create')).toBe(id)
  expect(validatorModule(other.object('sales_order'), 'create')).toBe(source)
})
