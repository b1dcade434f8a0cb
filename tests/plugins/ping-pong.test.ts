import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { definePlugin } from '@fieldwork/plugin-sdk'
import { testPlugin } from '@fieldwork/server/testing'
import type { TestKit } from '@fieldwork/server/testing'

const said = (en: string, zh: string) => ({ en, 'zh-CN': zh })
const options = { type: 'object', additionalProperties: false, properties: {} }
const shared = { icon: 'sync', group: 'data', order: 900, effect: 'records', options, output: options } as const

/** Workflows that it begins tell it to begin them again: at once, or by a job. */
const tennis = definePlugin({
  url: import.meta.url,
  name: 'tennis',
  version: '1.0.0',
  label: said('Tennis', '网球'),
  metadata: false,
  triggers: ['ping', 'lob'].map((name, order) => ({
    name,
    label: said('A ball comes', '来球'),
    help: said('A ball comes', '来球'),
    icon: 'sync',
    order,
    options,
    values: options,
  })),
  steps: [
    {
      ...shared,
      name: 'hit-back',
      label: said('Hit back', '回球'),
      help: said('At once', '立即'),
      async run(_step, _options, plugin) {
        await plugin.tell({ trigger: 'ping' })
        return { kind: 'done', output: {} }
      },
    },
    {
      ...shared,
      name: 'lob-back',
      label: said('Lob back', '挑高球'),
      help: said('By a job', '由作业'),
      async run(_step, _options, plugin) {
        await plugin.addJobs([{ job: 'land' }])
        return { kind: 'done', output: {} }
      },
    },
  ],
  jobs: { land: { run: async (_payload, plugin) => void (await plugin.tell({ trigger: 'lob' })) } },
})

let kit: TestKit
beforeAll(async () => {
  kit = await testPlugin(tennis)
})
afterAll(() => kit?.close())

it.each([
  { trigger: 'ping', step: 'hit-back' },
  { trigger: 'lob', step: 'lob-back' },
])('ends runs that $step begins over and over, visibly', async ({ trigger, step }) => {
  const definition = {
    name: `${trigger}_pong`,
    label: said('Rally', '对打'),
    trigger: { type: 'plugin', trigger },
    limits: { depth: 3 },
    start: 'back',
    nodes: { back: { step, options: {} } },
  }
  const changes = { put: [{ kind: 'workflow', definition }], confirm: true }
  const published = await kit.call(kit.admin, 'POST', '/api/metadata/publish', changes)
  expect(published.body.problems ?? []).toEqual([])
  expect(await kit.plugin.tell({ trigger })).toBe(1)
  await kit.runJobs()
  const runs = async () =>
    (
      await kit.db.query<{ state: string; depth: number; root: string; code: string | null }>({
        text: `select state, depth, root, error ->> 'code' as code from fw_run where workflow = $1 order by depth`,
        values: [definition.name],
      })
    ).rows
  await vi.waitFor(async () => expect((await runs()).at(-1)?.state).toBe('failed'), { timeout: 10_000 })
  const all = await runs()
  expect(all.map(({ depth, code }) => [depth, code])).toEqual([
    [0, null],
    [1, null],
    [2, null],
    [3, null],
    [4, 'workflow_limit'],
  ])
  expect(new Set(all.map(({ root }) => root)).size).toBe(1)
})
