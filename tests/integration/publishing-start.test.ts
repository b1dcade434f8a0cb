import { listTasks } from '@fieldwork/database'
import type { Layer } from '@fieldwork/metadata'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { label, object, openWorkspace, packages, steps } from './publishing-fixture.ts'
import type { Fields, Workspace } from './publishing-fixture.ts'

const rows = 12_000
let w: Workspace

const release = (version: string, fields: Fields): Layer[] => [
  packages[0]!,
  {
    name: 'crm',
    package: { version, label: label('CRM') },
    documents: [{ kind: 'object', name: 'deal', body: object('deal', fields) }],
  },
]

const first = release('1.0.0', { amount: { type: 'text' }, stage: { type: 'text' } })
const second = release('1.1.0', { amount: { type: 'integer' }, stage: { type: 'text', indexed: true } })

beforeAll(async () => {
  w = await openWorkspace(first)
  await w.rows(
    `insert into main.deal (id, amount) select gen_random_uuid(), i::text from generate_series(1, ${rows}) i`,
  )
})
afterAll(() => w.close())

const tasks = async () => (await listTasks(w.db, {})).map(({ kind, state }) => `${kind} ${state}`).sort()
const typeOf = async (node: Pick<Workspace, 'registry'>) =>
  (await node.registry.refresh()).object('deal').fields.get('amount')!.type.name

describe('a start with a new release', () => {
  it('leaves what takes long to tasks, also for starts before these are done', { timeout: 60_000 }, async () => {
    const reader = await w.db.pool.connect()
    try {
      await reader.query('begin; lock table main.deal in access share mode')
      const one = await w.join({ packages: second })
      const { revision } = one.registry.catalog()
      const two = await w.join({ packages: second })
      expect([await typeOf(one), await typeOf(two), two.registry.catalog().revision]).toEqual([
        'text',
        'text',
        revision,
      ])
      expect((await tasks()).map((task) => task.split(' ')[0])).toEqual(['build-index', 'change-type'])
      const crm = two.registry.packages.list().find(({ name }) => name === 'crm')
      expect(crm?.version).toBe('1.1.0')
    } finally {
      await reader.query('rollback')
      reader.release()
    }
    await vi.waitFor(async () => expect(await tasks()).toEqual(['build-index done', 'change-type done']), {
      timeout: 40_000,
      interval: 50,
    })
    expect(await typeOf(w)).toBe('integer')
    const { column } = w.registry.catalog().object('deal').fields.get('amount')!
    const sum = await w.rows(`select sum(${column})::int as sum from main.deal`)
    expect(sum).toEqual([{ sum: (rows * (rows + 1)) / 2 }])
  })

  it('changes nothing once they are', async () => {
    const { revision } = w.registry.catalog()
    const again = await w.join({ packages: second })
    expect(again.registry.catalog().revision).toBe(revision)
    expect(steps(await again.registry.plan({}))).toEqual([])
    expect(await tasks()).toHaveLength(2)
  })

  it('with another change of the same field gives up the one that is prepared', { timeout: 60_000 }, async () => {
    const third = release('1.2.0', { amount: { type: 'decimal' }, stage: { type: 'text', indexed: true } })
    const fourth = release('1.3.0', { amount: { type: 'text' }, stage: { type: 'text', indexed: true } })
    const reader = await w.db.pool.connect()
    try {
      await reader.query('begin; lock table main.deal in access share mode')
      await w.join({ packages: third })
      expect((await tasks()).filter((task) => task.endsWith('running') || task.endsWith('queued'))).toHaveLength(1)
    } finally {
      setTimeout(() => void reader.query('rollback').then(() => reader.release()), 300)
    }
    await w.join({ packages: fourth })
    await vi.waitFor(async () => expect(await typeOf(w)).toBe('text'), { timeout: 40_000, interval: 50 })
    const { column } = w.registry.catalog().object('deal').fields.get('amount')!
    const found = await w.rows(`select count(*)::int as n from main.deal where ${column} is not null`)
    expect(found).toEqual([{ n: rows }])
  })
})
