import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { chain, requestObjects, step } from '../support/approval-world.ts'
import { PASSWORD, sessionOn, startTwoNodes } from '../support/two-nodes.ts'
import type { Call, TwoNodes } from '../support/two-nodes.ts'

let nodes: TwoNodes
let deciders: { call: Call; username: string }[]

beforeAll(async () => {
  nodes = await startTwoNodes()
  await nodes.change('POST', 'metadata/publish', { put: requestObjects, confirm: true })
  const names = Array.from({ length: 16 }, (_, at) => `decider${at}`)
  deciders = await Promise.all(
    names.map(async (username, at) => {
      await nodes.change('POST', 'users', { username, name: username, roles: ['boss'], password: PASSWORD })
      return { username, call: await sessionOn(at % 2 === 0 ? nodes.a : nodes.b, username) }
    }),
  )
}, 120_000)
afterAll(() => nodes.stop())

const publish = (mode: unknown, users: readonly string[]) => {
  const fallback = { last: { users: ['decider15'] } }
  const definition = chain({ first: step({ who: { users } }, { mode }) }, { fallback })
  return nodes.change('POST', 'metadata/publish', { put: [{ kind: 'approval', definition }], confirm: true })
}

/** A record that people are asked about, all sixteen or some of them; with the task of each. */
async function submitted(mode: unknown, asked = deciders): Promise<{ record: string; tasks: string[] }> {
  await publish(
    mode,
    asked.map(({ username }) => username),
  )
  const record = (await nodes.change('POST', 'records/request', { name: 'Paper', amount: 1 })).id as string
  await nodes.change('POST', 'approvals', { object: 'request', id: record })
  const tasks = await Promise.all(
    asked.map(async ({ call }) => {
      const { data } = (await call('GET', 'approvals/tasks?state=pending&limit=200')).body
      return data.find((task: { about: { record: { id: string } } }) => task.about.record.id === record).id as string
    }),
  )
  return { record, tasks }
}

describe('sixteen people who decide at once on two servers (PLAT-45)', () => {
  it.each([
    ['the first decides', 'any', 1],
    ['five are enough', { count: 5 }, 5],
    ['all have to agree', 'all', 16],
  ])('are counted exactly: %s', async (_, mode, needed) => {
    const { record, tasks } = await submitted(mode)
    const answers = await Promise.all(
      deciders.map(({ call }, at) => call('POST', `approvals/tasks/${tasks[at]}/approve`, {})),
    )
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses).toEqual([...Array(needed).fill(200), ...Array(16 - needed).fill(409)])
    expect(await ended(record)).toEqual({ state: 'approved', agree: needed, approved: 1, moved: 0, transitions: 1 })
  })
})

/** How the approval of a record stands: entries of its trail by action, and how often the record was made approved. */
async function ended(record: string) {
  const [approval] = (await nodes.change('GET', `approvals?object=request&id=${record}`)).data
  const count = (action: string): number =>
    approval.trail.filter((entry: { action: string }) => entry.action === action).length
  const { rowCount: transitions } = await nodes.db.query({
    text: `select from fw_event where record_id = $1 and changes -> 'state' ->> 1 = 'approved'`,
    values: [record],
  })
  const { state } = approval
  return { state, agree: count('agree'), approved: count('approved'), moved: count('moved'), transitions }
}

const approve = async (call: Call, task: string): Promise<number> =>
  (await call('POST', `approvals/tasks/${task}/approve`, {})).status

describe('eight people who decide at once on two servers', () => {
  it('lose nothing while their chain is changed and removed and one of them leaves (PLAT-45)', async () => {
    const [leaver, ...others] = deciders.slice(0, 8)
    const asked = [leaver!, ...others]
    const papers: Awaited<ReturnType<typeof submitted>>[] = []
    for (let n = 0; n < 4; n++) papers.push(await submitted('all', asked))
    const users = (await nodes.change('GET', 'users?limit=200')).data as { id: string; username: string }[]
    const account = users.find(({ username }) => username === leaver!.username)!.id
    const [statuses] = await Promise.all([
      Promise.all(others.flatMap(({ call }, at) => papers.map(({ tasks }) => approve(call, tasks[at + 1]!)))),
      nodes.change('PATCH', `users/${account}`, { active: false }),
      publish('any', ['decider12']).then(() =>
        nodes.change('POST', 'metadata/publish', {
          delete: [{ kind: 'approval', name: 'request_chain' }],
          confirm: true,
        }),
      ),
    ])
    expect(statuses.filter((status) => status !== 200)).toEqual([])
    const { call } = deciders[15]!
    const moved = await vi.waitFor(
      async () => {
        const { data } = (await call('GET', 'approvals/tasks?state=pending&limit=200')).body
        expect(data).toHaveLength(papers.length)
        return data as { id: string }[]
      },
      { timeout: 30_000, interval: 200 },
    )
    for (const { id } of moved) expect(await approve(call, id)).toBe(200)
    for (const { record } of papers)
      expect(await ended(record)).toEqual({ state: 'approved', agree: 8, approved: 1, moved: 1, transitions: 1 })
  }, 120_000)
})
