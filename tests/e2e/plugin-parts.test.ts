import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { expectWhole } from './screen-checks.ts'
import { button, logIn, lookUp, shown } from './steps.ts'

const STAMPS = fileURLToPath(new URL('../fixtures/plugins/stamps', import.meta.url))
const PASSWORD = 'seven grey herons'

const product = useProduct({ PLUGINS: STAMPS })
const browser = useBrowser()
let customer = ''
let other = ''

beforeAll(async () => {
  for (const name of ['public-pool', 'stamps'])
    expect((await product.admin.post(`/api/plugins/${name}/enable`, { confirm: true })).status).toBe(200)
  for (const [username, name, roles] of [
    ['finder', '钱多多', ['sales_rep', 'pool_member']],
    ['giver', '孙小美', ['sales_manager', 'pool_manager']],
  ] as const) {
    const made = await product.admin.post('/api/users', { username, name, roles, password: PASSWORD })
    expect(made.status, made.text).toBe(201)
  }
  await product.make('customer_pool_rule', { name: '标准规则', claim_limit: 5, protection_days: 7 })
  const region = await product.make('region', { code: 'POOL', name: '公海大区' })
  const values = { customer_kind: 'direct', region, phone: '021-58864220' }
  customer = await product.make('customer', { ...values, name: '公海一号客户' })
  other = await product.make('customer', { ...values, name: '公海二号客户' })
  for (const id of [customer, other])
    expect(
      (await product.admin.post(`/api/plugins/public-pool/customers/${id}/release`, { reason: '试' })).status,
    ).toBe(200)
})

async function enter(username: string, viewport = DESKTOP): Promise<Page> {
  const page = await browser.visit({ url: product.url, viewport })
  await logIn(page, username, PASSWORD)
  return page
}

const isWhole = (page: Page, name: string) => expectWhole(page, `plugins-${name}`)

const row = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name })

describe('the public pool in the browser (PROC-12)', () => {
  test('shows what one may claim, and gives a customer to whoever claims it', async () => {
    const page = await enter('finder')
    await shown(page.getByRole('region', { name: '客户公海' }).getByText('还可领取'))
    await isWhole(page, 'tile')
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('textbox').fill('客户公海')
    await shown(page.getByRole('group', { name: '页面' }).getByRole('option', { name: '客户公海' }))
    await page.keyboard.press('Enter')
    await page.waitForURL('**/p/public-pool/pool')
    await page.goto('/')
    await page.getByRole('navigation').getByRole('link', { name: '客户公海', exact: true }).click()
    await shown(page.getByText('0 / 5'))
    await shown(row(page, '公海二号客户'))
    await isWhole(page, 'pool')
    await row(page, '公海一号客户').getByRole('button', { name: '领取' }).click()
    await shown(page.getByText('已领取，您是该客户的负责人'))
    await shown(page.getByText('1 / 5'))
    const { body } = await product.admin.get(`/api/records/customer/${customer}?fields=owner`)
    expect(body.owner.label).toBe('钱多多')
    await page.goto(`/o/customer/${customer}`)
    await shown(page.getByRole('region', { name: '公海状态' }).getByText('标准规则'))
    await isWhole(page, 'owned')
    await button(page, '退回公海').click()
    await page.getByLabel('原因').fill('客户已停业')
    await button(page.getByRole('dialog'), '确定').click()
    await shown(page.getByText('客户已退回公海'))
  })

  test('asks to whom a customer goes in both languages, on wide and narrow screens', async () => {
    const session = await (await enter('giver')).context().storageState()
    for (const locale of ['zh-CN', 'en'] as const)
      for (const viewport of [DESKTOP, PHONE]) {
        const page = await browser.visit({ url: product.url, viewport, locale, session })
        await page.goto(`/o/customer/${other}`)
        await button(page, locale === 'en' ? 'Assign' : '分配').click()
        const dialog = page.getByRole('dialog')
        await shown(dialog.getByLabel(locale === 'en' ? 'New owner' : '新负责人'))
        await page.locator('.ant-zoom-enter').waitFor({ state: 'detached' })
        await isWhole(page, `assign-${locale}-${viewport.width}`)
        const { width = 0, x = -1 } = (await dialog.boundingBox()) ?? {}
        expect(x).toBeGreaterThanOrEqual(0)
        expect(x + width).toBeLessThanOrEqual(viewport.width)
        await page.close()
      }
  })

  test('lets who manages it assign a customer, on a phone too', async () => {
    const page = await enter('giver', PHONE)
    await page.goto('/p/public-pool/pool')
    await shown(row(page, '公海二号客户').getByRole('button', { name: '分配' }))
    await isWhole(page, 'pool-phone')
    await page.goto(`/o/customer/${other}`)
    await button(page, '分配').click()
    await lookUp(page.getByRole('dialog'), '新负责人', '钱多多')
    await isWhole(page, 'assign-phone')
    await button(page.getByRole('dialog'), '确定').click()
    await shown(page.getByText('客户已分配'))
    const { body } = await product.admin.get(`/api/records/customer/${other}?fields=owner`)
    expect(body.owner.label).toBe('钱多多')
  })
})

describe('parts of a plugin', () => {
  test('stand in menu, home page, form and record; their widgets enter and show values', async () => {
    const page = await browser.visit({ url: product.url })
    await logIn(page)
    await shown(page.getByRole('region', { name: '最新邮票' }).getByText('CN9999'))
    await page.goto('/o/stamp')
    await page.getByRole('button', { name: /新建/ }).first().click()
    await page.getByLabel('编号').fill('cn0007')
    await page.getByRole('dialog').getByRole('button', { name: /保存/ }).first().click()
    await shown(page.getByText('№ CN0007').first())
    await page.goto('/p/stamps/album')
    await page.getByRole('button', { name: '打开集邮册' }).click()
    await shown(page.getByText('CN0007'))
  })

  test('that fail are named in their place, and the rest of the page works', async () => {
    const id = await product.make('stamp', { number: 'CN0013' })
    const page = await browser.visit({ url: product.url })
    await logIn(page)
    const noticed: string[] = []
    page.removeAllListeners('console')
    page.on('console', (message) => noticed.push(message.text()))
    await page.goto(`/o/stamp/${id}`)
    await shown(page.getByText('CN0013 is worth 1'))
    const failure = page.getByRole('region', { name: '破损' }).getByRole('alert')
    await shown(failure)
    expect(await failure.innerText()).toContain('stamps · panels/broken: torn in two')
    await isWhole(page, 'failure')
    await page.getByRole('button', { name: 'Frame' }).click()
    await shown(page.getByText('Framed CN0013'))
    expect(noticed.join('\n')).not.toContain('content security policy')
  })
})
