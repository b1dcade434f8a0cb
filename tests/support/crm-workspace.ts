import { expect } from 'vitest'
import { startApi, type Answer, type ApiServer } from './api-server.ts'
import { transitionCases, type RecordSpec, type Values } from './crm-cases.ts'
import { approvals, statesOf, wayTo } from './shipped-crm.ts'

export interface CrmRecord {
  id: string
  version: number
  [field: string]: Answer['body']
}

/**
 * The whole product without sample data, with one record of each object that others refer to. Its approval chains are
 * switched off: records go from state to state by hand.
 */
export interface CrmWorkspace {
  api: ApiServer
  /** makes a record that is complete enough */
  make(object: string, spec?: RecordSpec): Promise<CrmRecord>
  /** complete enough values of one */
  valuesOf(object: string, values?: Values): Values
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
const line = { product: '@product', qty: 10, unit_price: 40 }
const minimal: Record<string, () => Values> = {
  employee: () => ({ name: '陈晓燕' }),
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
  customer_permission_class: () => ({ code: unique('PC'), name: '重点客户' }),
  sales_type: () => ({ code: unique('ST'), name: '直销' }),
  category_specialist: () => ({ category: '@product_category' }),
  competitor: () => ({ name: '华东助剂' }),
  warehouse: () => ({ code: unique('W'), name: '上海一号仓', kind: 'own', keeper: '@employee' }),
  supplier: () => ({ name: '江苏润丰精细化工有限公司' }),
  price_entry: () => ({ product: '@product', price: 38 }),
  quote: () => ({ customer: '@customer', valid_until: '2099-06-30' }),
  sales_contract: () => ({ name: '年度供货合同', customer: '@customer' }),
  sales_order: () => ({ customer: '@customer', sales_type: '@sales_type' }),
  outbound: () => ({ warehouse: '@warehouse', customer: '@customer' }),
  shipment: () => ({ customer: '@customer' }),
  receivable: () => ({ customer: '@customer', planned_date: '2099-06-30', amount: 12_000 }),
  receipt: () => ({ customer: '@customer', amount: 12_000 }),
  expense_request: () => ({ applicant: '@employee', kind: 'travel', purpose: '拜访客户' }),
  expense_claim: () => ({ employee: '@employee' }),
  purchase_contract: () => ({ supplier: '@supplier', buyer: '@employee' }),
  schedule: () => ({ title: '拜访客户', employee: '@employee', start_at: '2026-11-20T09:30:00+08:00' }),
  task: () => ({ title: '更新报价单', assignee: '@employee', due_at: '2026-11-20T09:30:00+08:00' }),
  work_report: () => ({
    report_kind: 'weekly',
    period_start: '2026-11-16',
    period_end: '2026-11-22',
    employee: '@employee',
    superior: '@employee',
    summary: '拜访客户六次',
    next_plan: '跟进重点项目',
  }),
  channel: () => ({ code: unique('CH'), name: '五金市场' }),
  customer_class: () => ({ code: unique('CC'), name: '主要客户' }),
  carrier: () => ({ code: unique('CA'), name: '德邦物流' }),
  currency: () => ({ code: unique('CU'), name: '人民币' }),
  tax_rate: () => ({ code: unique('TR'), name: '增值税 13%', rate: 13 }),
  annual_agreement: () => ({
    year: 2026,
    customer: '@customer',
    tier: 'dealer',
    signed_on: '2026-11-20',
    valid_from: '2027-01-01',
    valid_to: '2027-12-31',
  }),
  psi_report: () => ({
    report_kind: 'monthly',
    customer: '@customer',
    period_start: new Date(Date.UTC(2001, ++counter, 1)).toISOString().slice(0, 10),
    period_end: '2199-12-31',
  }),
  opportunity_competitor: () => ({ opportunity: '@opportunity', competitor: '@competitor' }),
  decision_chain: () => ({ opportunity: '@opportunity', contact: '@contact', role_in_project: 'decider' }),
  quote_line: () => ({ quote: '@quote', ...line }),
  contract_line: () => ({ contract: '@sales_contract', ...line }),
  receipt_plan: () => ({ contract: '@sales_contract', planned_date: '2026-12-31', amount: 0 }),
  order_line: () => ({ sales_order: '@sales_order', ...line }),
  outbound_line: () => ({ outbound: '@outbound', product: '@product', qty: 10 }),
  shipment_line: () => ({ shipment: '@shipment', product: '@product', qty: 10 }),
  expense_request_line: () => ({ expense_request: '@expense_request', item: '交通', amount: 120 }),
  expense_claim_line: () => ({ expense_claim: '@expense_claim', item: '交通', amount: 120 }),
  agreement_line: () => ({ agreement: '@annual_agreement', product: '@product', annual_qty: 1200 }),
  psi_line: () => ({
    report: '@psi_report',
    product: '@product',
    opening_stock: 100,
    purchases: 50,
    closing_stock: 30,
  }),
  purchase_contract_line: () => ({ purchase_contract: '@purchase_contract', ...line }),
}

/** What other records refer to, in the order in which they need each other. */
const referred = [
  'region',
  'product_category',
  'product',
  'customer',
  'contact',
  'sales_type',
  'competitor',
  'employee',
  'warehouse',
  'supplier',
  'opportunity',
  'quote',
  'sales_contract',
  'sales_order',
  'outbound',
  'shipment',
  'expense_request',
  'expense_claim',
  'purchase_contract',
  'annual_agreement',
  'psi_report',
]

let counter = 0
const unique = (prefix: string): string => `${prefix}${++counter}`

export async function openCrm(): Promise<CrmWorkspace> {
  const api = await startApi({ content: 'crm' })
  await switchOffApprovals(api)
  const ids = new Map<string, string>()
  const resolve = (values: Values, self?: string): Values =>
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        key,
        Array.isArray(value)
          ? value.map((item) => (typeof item === 'object' ? resolve(item as Values) : idOf(ids, item, self)))
          : idOf(ids, value, self),
      ]),
    )
  const valuesOf = (object: string, values: Values = {}) => resolve({ ...minimal[object]?.(), ...values })
  const tryMake = (object: string, values: Values) => api.admin.post(`/api/records/${object}`, valuesOf(object, values))
  const move = (object: string, id: string, transition: string, values: Values = {}) =>
    api.admin.post(`/api/records/${object}/${id}/transitions/${transition}`, resolve(values))
  const make = async (object: string, { values = {}, state }: RecordSpec = {}): Promise<CrmRecord> => {
    const made = await tryMake(object, values)
    expect(made, made.text).toMatchObject({ status: 201 })
    return state === undefined ? made.body : reach(move, { object, state, record: made.body })
  }
  for (const object of referred) ids.set(object, (await make(object)).id)
  return {
    api,
    make,
    valuesOf,
    tryMake,
    resolve,
    move,
    name: (name, id) => void ids.set(name, id),
    stop: () => api.stop(),
  }
}

async function switchOffApprovals(api: ApiServer): Promise<void> {
  const put = approvals.map((definition) => ({ kind: 'approval', definition: { ...definition, active: false } }))
  const answer = await api.admin.post('/api/metadata/publish', { put, confirm: true, message: 'test' })
  expect(answer, answer.text).toMatchObject({ status: 200 })
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
