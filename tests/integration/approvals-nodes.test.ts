import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

/** A record that all sixteen are asked about; with the task of each. */
async function submitted(mode: unknown): Promise<{ record: string; tasks: string[] }> {
  const users = deciders.map(({ username }) => username)
  const definition = chain({ first: step({ who: { users } }, { mode }) })
  await nodes.change('POST', 'metadata/publish', { put: [{ kind: 'approval', definition }], confirm: true })
  const record = (await nodes.change('POST', 'records/request', { name: 'Paper', amount: 1 })).id as string
  await nodes.change('POST', 'approvals', { object: 'request', id: record })
  const tasks = await Promise.all(
    deciders.map(async ({ call }) => {
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
    const [approval] = (await nodes.change('GET', `approvals?object=request&id=${record}`)).data
    const count = (action: string) =>
      approval.trail.filter((entry: { action: string }) => entry.action === action).length
    expect([approval.state, count('agree'), count('approved')]).toEqual(['approved', needed, 1])
    expect((await nodes.change('GET', `records/request/${record}`)).state).toBe('approved')
  })
})
