import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'
import { fieldOf, putObject } from '../support/plain-object.ts'

let api: ApiServer

beforeAll(async () => {
  api = await startApi()
  const properties = { kind: fieldOf('text', {}, { default: 'plain' }), note: fieldOf('text') }
  const put = [putObject('box', properties, {}, { required: ['name', 'kind'] })]
  const published = await api.admin.post('/api/metadata/publish', { put })
  expect(published.status, published.text).toBe(200)
})
afterAll(() => api.stop())

const label = { en: 'Form', 'zh-CN': '表单' }
const form = (blocks: Record<string, object>, purpose = 'form') => {
  const placed = Object.entries(blocks).map(([field, more], y) => [
    field,
    { type: 'field', field, x: 0, y, w: 12, h: 1, ...more },
  ])
  const definition = { name: `box_${purpose}`, object: 'box', purpose, label, blocks: Object.fromEntries(placed) }
  return { put: [{ kind: 'layout', definition }] }
}
const steps = async (changes: object) =>
  (await api.admin.post('/api/metadata/plan', changes)).body.steps.filter(
    (step: { class: string }) => step.class === 'confirm',
  )

test('a form on which a required field can never be filled in is asked about before it is published', async () => {
  for (const closed of [{ readOnlyWhen: 'true' }, { visibleWhen: ' false ' }]) {
    const changes = form({ name: closed, note: {} })
    expect(await steps(changes)).toMatchObject([{ class: 'confirm', summary: expect.stringContaining('box_form') }])
    expect((await api.admin.post('/api/metadata/publish', changes)).body.code).toBe('plan_needs_confirmation')
  }
  const agreed = await api.admin.post('/api/metadata/publish', {
    ...form({ name: { readOnlyWhen: 'true' } }),
    confirm: true,
  })
  expect(agreed.status, agreed.text).toBe(200)
  expect((await api.admin.post('/api/metadata/publish', form({ name: {} }))).status).toBe(200)
})

test('nobody is asked where the field has a default, need not be filled in, is open at times, or is only shown', async () => {
  expect(await steps(form({ name: {}, kind: { readOnlyWhen: 'true' }, note: { readOnlyWhen: 'true' } }))).toEqual([])
  expect(await steps(form({ name: { readOnlyWhen: `note == 'x'` }, note: {} }))).toEqual([])
  expect(await steps(form({ name: { visibleWhen: 'false' } }, 'detail'))).toEqual([])
})
