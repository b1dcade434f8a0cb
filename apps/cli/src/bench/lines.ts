import type { Request } from 'autocannon'
import { rowFields } from './platform-setup.ts'

/** One line of the table: the same question put to both servers. */
export interface BenchLine {
  name: string
  /** rows an answer writes, for lines counted in rows a second */
  rowsPerRequest?: number
  floor(): Request
  platform(): Request
}

const stages = ['Prospecting', 'Qualification', 'Analysis', 'Proposal', 'Negotiation', 'Closed Won', 'Closed Lost']
const pick = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)]!
const json = { 'content-type': 'application/json' }
const post = (path: string, body: unknown): Request => ({
  method: 'POST',
  path,
  headers: json,
  body: JSON.stringify(body),
})
const patch = (path: string, body: unknown): Request => ({
  method: 'PATCH',
  path,
  headers: json,
  body: JSON.stringify(body),
})

/** @param ids of rows that may be read and changed */
export function benchLines(
  ids: readonly string[],
  accounts: readonly string[],
  object = 'bench_opportunity',
): BenchLine[] {
  const list = listOf(object)
  return [
    {
      name: 'get',
      floor: () => ({ method: 'GET', path: `/opportunity/${pick(ids)}` }),
      platform: () => ({ method: 'GET', path: `/api/records/${object}/${pick(ids)}` }),
    },
    { name: 'list', ...list('/opportunity', `&fields=${rowFields}`) },
    { name: 'list + name', ...list('/opportunity-expanded', `&fields=${rowFields},account.name`) },
    { name: 'counted', ...list('/opportunity-counted', `&fields=${rowFields}&count=exact`) },
    {
      name: 'aggregate',
      floor: () => ({ method: 'GET', path: '/opportunity-aggregate' }),
      platform: () => ({
        method: 'GET',
        path: `/api/records/${object}/aggregate?${new URLSearchParams({ measures: 'sum(amount),count()', group: 'stage' })}`,
      }),
    },
    {
      name: 'create',
      floor: () => post('/opportunity', floorRow(pick(accounts))),
      platform: () => post(`/api/records/${object}`, platformRow(pick(accounts))),
    },
    {
      name: 'update',
      floor: () => patch(`/opportunity/${pick(ids)}`, change()),
      platform: () => patch(`/api/records/${object}/${pick(ids)}`, change()),
    },
    {
      name: 'bulk create',
      rowsPerRequest: 10_000,
      floor: () => post('/opportunity-bulk', many(floorRow, accounts)),
      platform: () => post(`/api/records/${object}/batch`, { create: many(platformRow, accounts), atomic: true }),
    },
  ]
}

const many = (row: (account: string) => object, accounts: readonly string[]): object[] =>
  Array.from({ length: 10_000 }, () => row(pick(accounts)))
const change = () => ({
  next_step: `Call ${Math.floor(Math.random() * 1e6)}`,
  probability: Math.floor(Math.random() * 100),
})

function row(): Record<string, unknown> {
  const amount = Math.round(Math.random() * 1e7) / 100
  return {
    name: `New ${Math.random()}`,
    amount,
    stage: pick(stages),
    probability: 10,
    close_date: '2027-01-31',
    lead_source: 'Web',
    type: 'New',
    next_step: 'Call',
    description: 'Created under load',
    score: 5,
  }
}
const owner = '0b1d2c3e-0000-4000-8000-000000000001'
const floorRow = (account: string) => ({ ...row(), owner_id: owner, account_id: account })
const platformRow = (account: string) => ({ ...row(), owner_id: owner, account })

/** The newest 50 rows of one stage over an amount. */
const listOf =
  (object: string) =>
  (floorPath: string, platformQuery: string): Pick<BenchLine, 'floor' | 'platform'> => ({
    floor: () => ({
      method: 'GET',
      path: `${floorPath}?${new URLSearchParams({ stage: pick(stages), amount_gt: '50000', limit: '50' })}`,
    }),
    platform: () => {
      const query = new URLSearchParams({
        filter: `stage == '${pick(stages)}' && amount > 50000`,
        sort: '-created_at',
        limit: '50',
      })
      return { method: 'GET', path: `/api/records/${object}?${query}${platformQuery}` }
    },
  })
