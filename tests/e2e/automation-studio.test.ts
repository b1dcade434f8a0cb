import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { startReceiver } from '../support/receiver.ts'
import { useProduct } from './product.ts'
import { namelessControls, overflowOf, settled } from './screen-checks.ts'
import { button, logIn, shown } from './steps.ts'
import { fillNames, publish } from './studio-steps.ts'

const product = useProduct({ OUTGOING_PRIVATE_HOSTS: 'localhost' })
const browser = useBrowser()
const folder = process.env.E2E_SCREENSHOTS
let page: Page
let session: BrowserContextOptions['storageState']
let receiver: Awaited<ReturnType<typeof startReceiver>>

beforeAll(async () => {
  receiver = await startReceiver(() => ({ body: '{"ok":true}' }))
  page = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: DESKTOP })
  await logIn(page)
  session = await page.context().storageState()
})
afterAll(() => receiver.stop())

const seen = async (of: Page, name: string): Promise<void> => {
  await settled(of)
  if (folder) await of.screenshot({ path: `${folder}/automation-${name}.png`, fullPage: true })
  expect(await overflowOf(of)).toBe(0)
  expect(await namelessControls(of)).toEqual([])
}

test('PLAT-51 an administrator makes a deadline, publishes it and sees when something would be due', async () => {
  await page.goto('/studio/deadlines')
  await shown(page.getByRole('link', { name: '首次跟进线索' }))
  await seen(page, 'deadlines')
  await button(page, '新建时限').click()
  const dialog = page.getByRole('dialog')
  await fillNames(dialog, '时限名称', { zh: '客户回访', en: 'Customer visit' })
  await dialog.getByLabel('对象').click()
  await page.keyboard.type('customer')
  await page.keyboard.press('Enter')
  await button(dialog, '创建').click()
  const form = page.getByRole('region', { name: '时限设置' })
  await form.getByRole('group', { name: '时长' }).getByRole('spinbutton').fill('3')
  await form.getByRole('group', { name: '时长' }).getByLabel('时刻').fill('25:00')
  await shown(page.locator('.st-problems'))
  await form.getByRole('group', { name: '时长' }).getByLabel('时刻').fill('17:30')
  await button(form, '添加上报').click()
  await shown(page.getByText('可以发布，没有问题'))
  await publish(page, '客户回访')
  const { body } = await product.admin.get('/api/metadata/deadline/customer_visit')
  expect(body).toMatchObject({
    object: 'customer',
    start: { on: 'created' },
    length: { workdays: 3, at: '17:30' },
    escalation: { escalation: { moment: 'after', span: { workdays: 1, at: '09:00' } } },
  })
  await page.goto('/studio/deadlines/customer_visit')
  const preview = page.getByRole('region', { name: '到期预览' })
  await preview.getByLabel('开始于').fill('2026-11-20 10:00')
  await page.keyboard.press('Enter')
  await shown(preview.getByText(/2026-11-25 17:30/).first())
  await shown(page.getByRole('region', { name: '当前记录' }).getByText('进行中').first())
  await seen(page, 'deadline')
})

test('an administrator makes a connection, keeps its secret, and tries it', async () => {
  await page.goto('/studio/connections')
  await shown(page.getByText('还没有外部连接'))
  await seen(page, 'connections-empty')
  await button(page, '新建外部连接').first().click()
  const dialog = page.getByRole('dialog')
  await fillNames(dialog, '连接名称', { zh: '订单系统', en: 'Orders' })
  await dialog.getByLabel('基础地址').fill(receiver.url)
  await button(dialog, '创建').click()
  const form = page.getByRole('region', { name: '连接设置' })
  await form.getByRole('combobox', { name: '登录方式' }).click()
  await page.getByTitle('令牌（Bearer）').click()
  await publish(page, '订单系统')
  await page.goto('/studio/connections/orders')
  const secret = page.getByRole('region', { name: '密钥' })
  await button(secret.getByRole('group', { name: '登录密钥' }), '设置').click()
  await secret.getByLabel('登录密钥').fill('geheim-4711')
  await button(secret, '加密保存').click()
  await shown(secret.getByText('已设置'))
  await page.getByLabel('路径').fill('/orders?open=1')
  await page.keyboard.press('Enter')
  await shown(page.getByText('返回 200'))
  expect(receiver.received.at(-1)).toMatchObject({
    url: '/orders?open=1',
    headers: { authorization: 'Bearer geheim-4711' },
  })
  await shown(page.getByRole('region', { name: '调用日志' }).getByText('/orders?open=1'))
  expect(await page.content()).not.toContain('geheim-4711')
  await seen(page, 'connection')
})

test('an administrator sets up a channel, sends a test and says what goes over it as a rule', async () => {
  await page.goto('/studio/channels')
  const mail = page.getByRole('listitem', { name: '邮件' })
  await button(mail, '发送测试').click()
  await shown(page.getByRole('dialog').getByText('渠道测试消息'))
  await seen(page, 'deliveries')
  await page.keyboard.press('Escape')
  await button(page, '新建渠道').click()
  const form = page.getByRole('dialog').filter({ hasText: '新建渠道' })
  await form.getByRole('combobox', { name: '类型' }).click()
  await page.getByTitle('短信', { exact: true }).click()
  await form.getByRole('combobox', { name: '外部连接' }).click()
  await page.getByTitle('订单系统').click()
  await form.getByLabel('路径').fill('/sms')
  await button(form, '保存').click()
  await shown(page.getByRole('listitem', { name: '短信' }))
  const rule = page.getByRole('checkbox', { name: '时限提醒 · 短信' })
  await rule.focus()
  await page.keyboard.press('Space')
  await page.locator('input:checked[aria-label="时限提醒 · 短信"]').waitFor()
  await seen(page, 'channels')
  const { body } = await product.admin.get('/api/notifications/choices')
  expect(body.usual.deadline).toContain('sms')
})

test('everybody chooses over which channels he is told', async () => {
  await page.goto('/account')
  const news = page.getByRole('region', { name: '消息通知' })
  await news.getByRole('checkbox', { name: '时限提醒 · 短信' }).uncheck()
  await news.getByLabel('接收邮箱').fill('me@example.com')
  await button(news, '保存').click()
  await shown(page.getByText('已保存'))
  await shown(news.getByRole('button', { name: '恢复惯例' }))
  await seen(page, 'account')
  const { body } = await product.admin.get('/api/notifications/choices')
  expect(body).toMatchObject({ kinds: { deadline: [] }, addresses: { mail: 'me@example.com' } })
})

test('an inbound hook shows its address and calls, and its secret once', async () => {
  await page.goto('/studio/hooks')
  await shown(page.getByText('还没有入站接口'))
  await seen(page, 'hooks-empty')
  const definition = {
    name: 'order_in',
    label: { en: 'Order comes in', 'zh-CN': '接收订单' },
    trigger: { type: 'hook', auth: 'bearer' },
    start: 'end',
    nodes: { end: { step: 'stop', options: {} } },
  }
  const published = await product.admin.post('/api/metadata/publish', { put: [{ kind: 'workflow', definition }] })
  expect(published.status, published.text).toBe(200)
  await page.reload()
  const hook = page.getByRole('region', { name: '接收订单' })
  await button(hook, '生成密钥').click()
  const dialog = page.getByRole('dialog')
  const secret = await dialog.getByText(/^whsec_/).innerText()
  await button(dialog, '我已保存').click()
  const call = (token: string) =>
    fetch(`${product.url}/api/hooks/order_in`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{}',
    })
  expect((await call('wrong')).status).toBe(401)
  expect((await call(secret.trim())).status).toBe(202)
  await page.reload()
  await shown(hook.getByText('已启动'))
  await shown(hook.getByText('密钥或签名错误'))
  expect(await page.content()).not.toContain(secret.trim())
  await hook.getByText('命令行示例').click()
  await seen(page, 'hooks')
})

test('the pages are read on a phone', async () => {
  const phone = await browser.visit({ url: product.url, locale: 'en', viewport: PHONE, session })
  for (const path of ['deadlines', 'deadlines/new_customer_data', 'connections/orders', 'channels', 'hooks']) {
    await phone.goto(`/studio/${path}`)
    await shown(phone.getByRole('heading', { level: 1 }))
    await seen(phone, `phone-${path.replace('/', '-')}`)
  }
})
