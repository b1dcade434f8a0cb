import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ApiServer } from '../support/api-server.ts'
import { startReceiver } from '../support/receiver.ts'
import type { Reply } from '../support/receiver.ts'
import { flow, make, publishFlow, settled, startWorkflows } from '../support/workflow-world.ts'

const KEY = 'key-of-the-group'
const SIGNING = 'SEC-of-the-group'
let api: ApiServer
let receiver: Awaited<ReturnType<typeof startReceiver>>
let reply: (path: string) => Reply = () => ({ body: '{"errcode":0,"code":0}' })

beforeAll(async () => {
  receiver = await startReceiver(({ url }) => reply(url))
  api = await startWorkflows({ OUTGOING_PRIVATE_HOSTS: receiver.host })
  const early = await setUp('wecom')
  expect(early.status).toBe(404)
  expect((await api.admin.post('/api/plugins/chat-robots/enable', {})).status).toBe(200)
  for (const kind of ['wecom', 'dingtalk', 'feishu']) expect((await setUp(kind)).status).toBe(200)
})
afterAll(async () => {
  await api.stop()
  await receiver.stop()
})

const setUp = (kind: string) =>
  api.admin.put(`/api/channels/${kind}-group`, {
    type: `${kind}-robot`,
    settings: { url: `${receiver.url}/${kind}?key=${KEY}`, ...(kind !== 'wecom' && { secret: SIGNING }) },
  })

async function say(kind: string, form: string): Promise<{ run: string; id: string }> {
  const name = `${kind}_${form}_${receiver.received.length}`
  const options = {
    channel: `${kind}-group`,
    form,
    title: { en: 'New', 'zh-CN': '新工单 {{ name }}' },
    body: { en: '', 'zh-CN': '金额 **{{ amount }}**' },
  }
  const nodes = { it: { step: 'send-chat', options: { ...options, body: { ...options.body, en: 'Amount' } } } }
  await publishFlow(api, flow(name, { trigger: { type: 'api' }, start: 'it', nodes }))
  const id = await make(api, 'ticket', { name: 'T1', amount: 5 })
  await api.admin.post(`/api/workflows/${name}/run`, { id })
  const [found] = await settled(api, name)
  return { run: found.id, id }
}

const delivery = (run: string, expected: object) =>
  vi.waitFor(
    async () => {
      const [found] = (await api.admin.get(`/api/deliveries?run=${run}`)).body.data
      expect(found).toMatchObject(expected)
      return found
    },
    { timeout: 8_000, interval: 50 },
  )

async function said(kind: string, form: string) {
  const { run, id } = await say(kind, form)
  await delivery(run, { state: 'sent', attempts: 1 })
  const { url, body } = receiver.received.at(-1)!
  return { url: new URL(url, receiver.url), body: JSON.parse(body), link: `http://localhost:3000/o/ticket/${id}` }
}

describe('robots of groups say what a workflow tells them (PLAT-42)', () => {
  it('in WeCom, as text, Markdown and card', async () => {
    const text = await said('wecom', 'text')
    expect(text.url.searchParams.get('key')).toBe(KEY)
    expect(text.body).toEqual({ msgtype: 'text', text: { content: `新工单 T1\n金额 **5**\n${text.link}` } })
    const { body } = await said('wecom', 'markdown')
    expect(body.markdown.content).toContain('**新工单 T1**')
    const card = await said('wecom', 'card')
    expect(card.body.template_card).toMatchObject({
      card_type: 'text_notice',
      main_title: { title: '新工单 T1' },
      card_action: { type: 1, url: card.link },
    })
  })

  it('in DingTalk, signed in the address', async () => {
    const text = await said('dingtalk', 'text')
    expect([...text.url.searchParams.keys()]).toEqual(['key', 'timestamp', 'sign'])
    expect(text.body.text.content).toContain('新工单 T1')
    const card = await said('dingtalk', 'card')
    expect(card.body.actionCard).toMatchObject({ singleTitle: '查看', singleURL: card.link })
  })

  it('in Feishu, signed in the body', async () => {
    const text = await said('feishu', 'text')
    expect(text.body).toMatchObject({ msg_type: 'text', sign: expect.stringMatching(/=$/) })
    const card = await said('feishu', 'card')
    expect(card.body.card.header.title.content).toBe('新工单 T1')
    expect(card.body.card.elements[1].actions[0].url).toBe(card.link)
  })
})

it('says why a robot did not take it, and never its address', async () => {
  reply = () => ({ body: '{"errcode":93000,"errmsg":"invalid webhook url"}' })
  const { run } = await say('wecom', 'text')
  const found = await delivery(run, { state: 'skipped' })
  expect(found.error.message).toBe('The robot refused: 200 93000 invalid webhook url')
  const shown = (await api.admin.get('/api/channels')).text + (await api.admin.get('/api/deliveries')).text
  expect([shown.includes(KEY), shown.includes(SIGNING)]).toEqual([false, false])
  const { rows } = await api.db.query<{ all: string }>({
    text: "select string_agg(s::text, '') as all from fw_setting s",
  })
  expect([rows[0]!.all.includes(KEY), rows[0]!.all.includes(SIGNING)]).toEqual([false, false])
})

const told = () => receiver.received.filter(({ url }) => url.startsWith('/dingtalk')).length

it('waits where a robot has been told too much', async () => {
  reply = () => ({ body: '{"code":9499,"msg":"too many request"}' })
  const { run } = await say('feishu', 'text')
  await delivery(run, { state: 'queued', attempts: 0 })
  reply = () => ({ body: '{"errcode":0,"code":0}' })
  const before = told()
  // two have gone to this group already
  for (let n = 0; n < 20; n++) await api.admin.post('/api/channels/dingtalk-group/test')
  await vi.waitFor(
    async () => {
      const { data } = (await api.admin.get('/api/deliveries?channel=dingtalk-group&state=sent')).body
      expect([data.length, told() - before]).toEqual([20, 18])
    },
    { timeout: 8_000 },
  )
  const { data } = (await api.admin.get('/api/deliveries?channel=dingtalk-group&state=queued')).body
  expect(data).toHaveLength(2)
})

it('says nothing once the plugin is disabled', async () => {
  expect((await api.admin.post('/api/plugins/chat-robots/disable', { confirm: true })).status).toBe(200)
  const { body } = await api.admin.post('/api/channels/wecom-group/test')
  expect(body.code).toBe('not_found')
})
