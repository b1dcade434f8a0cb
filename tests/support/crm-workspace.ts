import { expect } from 'vitest'
import { startApi, type Answer, type ApiServer } from './api-server.ts'
import { transitionCases, type RecordSpec, type Values } from './crm-cases.ts'
import { statesOf, wayTo } from './shipped-crm.ts'

export interface CrmRecord {
  id: string
  version: number
  [field: string]: Answer['body']
}

/** The whole product without sample data, with one record of each object that others refer to. */
export interface CrmWorkspace {
  api: ApiServer
  /** makes a record that is complete enough */
  make(object: string, spec?: RecordSpec): Promise<CrmRecord>
  /** tries to make one */
  tryMake(object: string, values: Values): Promise<Answer>
  /** the values with ids instead of @names; `@self` is the given id */
  resolve(values: Values, self?: string): Values
  /** gives a record a name for `resolve` */
  name(name: string, id: string): void
  move(object: string, id: string, transition: string, values?: Values): Promise<Answer>
  stop(): Promise<void>
}

/** Only what each object requires, and what its rules ask. */
const minimal: Record<string, () => Values> = {
  region: () => ({ code: unique('R'), name: '华东' }),
  product_category: () => ({ code: unique('K'), name: '涂料' }),
  product: () => ({ code: unique('P'), name: '流平剂', category: '@product_category', unit: 'kg', list_price: 40 }),
  customer: () => ({ name: '上海华涂涂料有限公司', region: '@region', phone: '021-58864220' }),
  contact: () => ({ name: '王敏', customer: '@customer', position: '采购经理', mobile: '13812002289' }),
  lead: () => ({ title: '寻找阻燃剂', contact_name: '罗丽', mobile: '13923954498', source: 'web', need: '无卤阻燃剂' }),
  opportunity: () => ({
    name: '水性助剂替代',
    customer: '@customer',
    expected_amount: 120_000,
    expected_sign_on: '2099-06-30',
  }),
  action: () => ({ subject: '确认样品测试结果', plan_start: '2026-11-20T09:30:00+08:00' }),
  sample: () => ({ product: '@product', quantity_available: 5 }),
}

let counter = 0
const unique = (prefix: string): string => `${prefix}${++counter}`

export async function openCrm(): Promise<CrmWorkspace> {
  const api = await startApi()
  const ids = new Map<string, string>()
  const resolve = (values: Values, self?: string): Values =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, idOf(ids, value, self)]))
  const tryMake = (object: string, values: Values) =>
    api.admin.post(`/api/records/${object}`, resolve({ ...minimal[object]?.(), ...values }))
  const move = (object: string, id: string, transition: string, values: Values = {}) =>
    api.admin.post(`/api/records/${object}/${id}/transitions/${transition}`, resolve(values))
  const make = async (object: string, { values = {}, state }: RecordSpec = {}): Promise<CrmRecord> => {
    const made = await tryMake(object, values)
    expect(made, made.text).toMatchObject({ status: 201 })
    return state === undefined ? made.body : reach(move, { object, state, record: made.body })
  }
  for (const object of ['region', 'product_category', 'product', 'customer', 'contact'])
    ids.set(object, (await make(object)).id)
  return { api, make, tryMake, resolve, move, name: (name, id) => void ids.set(name, id), stop: () => api.stop() }
}

function idOf(ids: Map<string, string>, value: unknown, self?: string): unknown {
  if (typeof value !== 'string' || !value.startsWith('@')) return value
  const id = value === '@self' ? self : ids.get(value.slice(1))
  if (id === undefined) throw new Error(`No record is named ${value}`)
  return id
}

async function reach(
  move: CrmWorkspace['move'],
  { object, state, record }: { object: string; state: string; record: CrmRecord },
): Promise<CrmRecord> {
  let reached = record
  for (const transition of wayTo(object, state)) {
    const moved = await move(object, record.id, transition, transitionCases[object]?.[transition]?.send)
    expect(moved, moved.text).toMatchObject({ status: 200 })
    reached = moved.body
  }
  expect(reached[statesOf(object)!.field]).toBe(state)
  return reached
}
