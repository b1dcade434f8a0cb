import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { ApiServer } from '../support/api-server.ts'
import { createRandom } from '../support/random.ts'
import { flow, make, publishFlow, startWorkflows } from '../support/workflow-world.ts'

let api: ApiServer

beforeAll(async () => {
  api = await startWorkflows()
})
afterAll(() => api.stop())

const RUNS = 200
const ROUNDS = 3

it('ends every one of 200 runs, each effect once, while connections are cut at random', async () => {
  const random = createRandom(20261122)
  let cuts = 0
  await publishFlow(
    api,
    flow('mixed', {
      trigger: { type: 'created', when: "name.startsWith('mixed')" },
      vars: { n: { type: 'integer', default: 0 } },
      start: 'loop',
      nodes: {
        loop: { step: 'loop', options: { while: `vars.n < ${ROUNDS}` }, branches: { each: 'count' }, next: 'fork' },
        count: { step: 'set-variables', options: { vars: { n: 'vars.n + 1' } }, next: 'make' },
        make: {
          step: 'create-record',
          options: { object: 'todo', values: { name: 'name', amount: 'vars.n', ticket: 'id' } },
        },
        fork: {
          step: 'parallel',
          options: { ways: { a: {}, b: {} } },
          branches: { a: 'left', b: 'pause' },
          next: 'choose',
        },
        left: {
          step: 'create-record',
          options: { object: 'todo', values: { name: 'name', amount: '0', ticket: 'id' } },
        },
        pause: { step: 'wait', options: { minutes: 0.01 } },
        choose: {
          step: 'branch',
          options: { cases: { even: { when: 'amount > 5' } } },
          branches: { even: 'big' },
          next: 'small',
        },
        big: { step: 'update-record', options: { values: { count: 'coalesce(count, 0) + size(todos)' } } },
        small: { step: 'update-record', options: { values: { count: 'coalesce(count, 0) - size(todos)' } } },
      },
    }),
  )
  for (let n = 0; n < RUNS; n++) {
    await make(api, 'ticket', { name: `mixed ${n}`, amount: n % 10 })
    if (random.chance(0.3)) cuts += await cutOne()
  }
  await vi.waitFor(
    async () => {
      cuts += await cutOne()
      expect(await states()).toEqual([{ state: 'done', n: RUNS }])
    },
    { timeout: 60_000, interval: 500 },
  )
  const { rows } = await api.db.query<{ name: string; amount: string; count: number; todos: number; names: number }>({
    text: `select t.name, t.amount::int as amount, t.count::int as count, count(d.id)::int as todos, count(distinct d.amount)::int as names
      from ticket t left join todo d on d.ticket = t.id where t.name like 'mixed %' group by t.id`,
  })
  expect(rows).toHaveLength(RUNS)
  const wrong = rows.filter(({ amount, count, todos, names }) => {
    const expected = ROUNDS + 1
    return todos !== expected || names !== expected || count !== (Number(amount) > 5 ? expected : -expected)
  })
  expect(wrong).toEqual([])
  expect(cuts).toBeGreaterThan(0)
}, 120_000)

const states = async () => {
  const text = `select state, count(*)::int as n from fw_run where workflow = 'mixed' group by state`
  return (await api.db.query<{ state: string; n: number }>({ text })).rows
}

/** Ends a connection that is in the middle of a transaction of a step, as a killed worker would. */
async function cutOne(): Promise<number> {
  const { rowCount } = await api.db.query({
    text: `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
      and state in ('idle in transaction', 'active') and query like '%fw_run_step%' limit 1`,
  })
  return rowCount ?? 0
}
