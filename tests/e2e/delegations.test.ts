import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { expectWhole } from './screen-checks.ts'
import { button, choose, gone, logIn, lookUp, shown } from './steps.ts'

const product = useProduct()
const browser = useBrowser()
const PASSWORD = 'seven grey herons'

beforeAll(async () => {
  for (const [username, name, roles] of [
    ['lender', '钱多多', ['sales_rep']],
    ['standin', '孙小美', ['order_follower']],
  ] as const) {
    const made = await product.admin.post('/api/users', { username, name, roles, password: PASSWORD })
    expect(made.status, made.text).toBe(201)
  }
})

async function enter(username: string, viewport = DESKTOP): Promise<Page> {
  const page = await browser.visit({ url: product.url, viewport })
  await logIn(page, username, PASSWORD)
  await page.goto('/account')
  return page
}

const isWhole = (page: Page, name: string) => expectWhole(page, `delegations-${name}`)

const section = (page: Page) => page.getByRole('region', { name: '委托代理' })

describe('delegations on the account page (PLAT-79)', () => {
  test('are lent for some days, seen by who receives them, and ended by the keyboard', async () => {
    const page = await enter('lender')
    await button(section(page), '委托权限').click()
    const dialog = page.getByRole('dialog')
    await lookUp(dialog, '受托人', '孙小美')
    const today = new Date()
    await dialog.getByLabel('开始日期').fill(new Date(today.getTime() - 86_400_000 * 2).toISOString().slice(0, 10))
    await dialog.getByLabel('结束日期').fill(new Date(today.getTime() + 86_400_000 * 5).toISOString().slice(0, 10))
    await dialog.getByText('仅查看').click()
    await isWhole(page, 'dialog')
    await button(dialog, '委托').click()
    await gone(dialog)
    await shown(section(page).getByText('委托给孙小美'))
    await isWhole(page, 'list')

    const other = await enter('standin', PHONE)
    await shown(section(other).getByText('来自钱多多的委托'))
    await shown(section(other).getByText('生效中'))
    await isWhole(other, 'phone')

    await section(page).getByRole('button', { name: '终止与孙小美的委托' }).focus()
    await page.keyboard.press('Enter')
    await shown(section(page).getByText('没有委托'))
  })

  test('tell what is wrong with the dates', async () => {
    const page = await enter('lender')
    await button(section(page), '委托权限').click()
    const dialog = page.getByRole('dialog')
    await lookUp(dialog, '受托人', '孙小美')
    await dialog.getByLabel('开始日期').fill('2099-02-02')
    await dialog.getByLabel('结束日期').fill('2099-02-01')
    await button(dialog, '委托').click()
    await shown(dialog.getByText('结束日期早于开始日期'))
  })
})

describe('accounts that wait for a role (PROC-1)', () => {
  test('stand on the users page, and leave it with their first role', async () => {
    const department = await product.make('department', { name: '待授权部', code: 'WAIT' })
    const position = await product.make('position', { name: '待授权岗', code: 'WAIT' })
    const employee = await product.make('employee', {
      name: '吴新来',
      emp_no: 'W1',
      mobile: '13800000003',
      department,
      position,
      is_operator: true,
      login_account: 'wuxinlai',
      crm_apps: ['marketing'],
    })
    const confirmed = await product.admin.post(`/api/records/employee/${employee}/transitions/confirm`, {})
    expect(confirmed.status, confirmed.text).toBe(200)
    const page = await browser.visit({ url: product.url })
    await logIn(page)
    await page.goto('/studio/users')
    const card = page.getByRole('region', { name: '等待授权的账号' })
    await shown(card.getByText('吴新来'))
    await choose(card, '授予吴新来的角色', '业务员')
    await isWhole(page, 'waiting')
    await card.getByRole('button', { name: '授予吴新来角色' }).click()
    await gone(card.getByText('吴新来'))
    const { body } = await product.admin.get('/api/users/waiting')
    expect(body.data.map(({ username }: { username: string }) => username)).not.toContain('wuxinlai')
  })
})
