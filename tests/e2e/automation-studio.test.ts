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

test('deadlines and connections are read on a phone', async () => {
  const phone = await browser.visit({ url: product.url, locale: 'en', viewport: PHONE, session })
  for (const path of ['deadlines', 'deadlines/new_customer_data', 'connections', 'connections/orders']) {
    await phone.goto(`/studio/${path}`)
    await shown(phone.getByRole('heading', { level: 1 }))
    await seen(phone, `phone-${path.replace('/', '-')}`)
  }
})
