import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { PHONE, useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { button, logIn, lookUp, shown } from './steps.ts'

const product = useProduct()
const { make } = product
const browser = useBrowser()
let page: Page
let customer: string
let leaver: string
const users: Record<string, string> = {}

beforeAll(async () => {
  for (const [username, name] of [
    ['qian', '钱多多'],
    ['sun', '孙小美'],
    ['zhou', '周大生'],
  ] as const) {
    const password = `${username}-long-password`
    const made = await product.admin.post('/api/users', { username, name, roles: ['sales_rep'], password })
    users[username] = made.body.id
  }
  const { body } = await product.admin.get('/api/records/customer?limit=1&fields=id')
  customer = body.data[0].id
  const boss = await make('employee', { name: '赵经理', emp_no: 'X0' })
  const department = await make('department', { name: '按键部', code: 'X' })
  const position = await make('position', { name: '按键员', code: 'X' })
  const place = { department, position, mobile: '13800000002' }
  leaver = await make('employee', { name: '周大生', emp_no: 'X1', superior: boss, ...place })
  await product.admin.patch(`/api/users/${users.sun}`, { employee: boss })
  await product.admin.patch(`/api/users/${users.zhou}`, { employee: leaver })
  for (const title of ['拜访一', '拜访二'])
    await make('contact', { name: title, customer, position: '采购', mobile: '13800000001', owner: users.zhou })
  page = await browser.visit({ url: product.url })
  await logIn(page)
})

/** Takes a picture where somebody asked for them. */
async function look(of: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (folder) await of.screenshot({ path: `${folder}/people-${name}.png` })
}

const panel = (of: Page) => of.getByRole('region', { name: '人员' })

describe('on a record', () => {
  test('members are added and removed', async () => {
    await page.goto(`/o/customer/${customer}`)
    await panel(page).waitFor()
    await look(page, 'record')
    await panel(page).getByRole('button', { name: '添加相关人员' }).click()
    const dialog = page.getByRole('dialog')
    await lookUp(dialog, '相关人员', '钱多多')
    await look(page, 'members')
    await dialog.getByRole('button', { name: '添加相关人员' }).click()
    await shown(panel(page).getByText('钱多多'))
    await panel(page).getByRole('button', { name: '移除钱多多' }).click()
    await panel(page).getByRole('button', { name: '移除钱多多' }).waitFor({ state: 'detached' })
  })

  test('it is shared with an end, and the share is ended', async () => {
    await panel(page).getByRole('button', { name: '共享', exact: false }).first().click()
    const dialog = page.getByRole('dialog')
    await lookUp(dialog, '共享给', '孙小美')
    const day = dialog.getByLabel('截止日期', { exact: true })
    await day.fill('2999-12-31')
    await day.press('Enter')
    await look(page, 'share')
    await dialog.getByRole('button', { name: '共享', exact: false }).last().click()
    await shown(panel(page).getByText('至 2999-12-31'))
    await look(page, 'shared')
    await panel(page).getByRole('button', { name: '取消对孙小美的共享' }).click()
    await panel(page).getByText('至 2999-12-31').waitFor({ state: 'detached' })
  })

  test('it is assigned with what the owner has of it', async () => {
    await panel(page).getByRole('button', { name: '分派' }).click()
    const dialog = page.getByRole('dialog')
    await lookUp(dialog, '新负责人', '钱多多')
    await dialog.getByLabel('原因', { exact: true }).fill('区域调整')
    await dialog.getByRole('checkbox').first().check()
    await look(page, 'assign')
    await dialog.getByRole('button', { name: '分派' }).click()
    await shown(panel(page).getByText('钱多多'))
    await shown(page.getByText('分派了记录').first())
    await look(page, 'assigned')
    expect((await product.admin.get(`/api/records/customer/${customer}`)).body.owner.label).toBe('钱多多')
  })

  test('all of it is there on a phone, in English', async () => {
    const session = await page.context().storageState()
    const phone = await browser.visit({ url: product.url, viewport: PHONE, locale: 'en', session })
    await phone.goto(`/o/customer/${customer}`)
    const people = phone.getByRole('region', { name: 'People' })
    await people.scrollIntoViewIfNeeded()
    await look(phone, 'phone')
    await people.getByRole('button', { name: 'Share' }).click()
    await shown(phone.getByRole('dialog').getByText('Share this record'))
    await look(phone, 'phone-share')
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width)
  })
})

test('the users page says which roles come with a position and which are lent', async () => {
  const positions = await product.admin.get("/api/records/position?filter=name == '按键员'&fields=id")
  const [{ id }] = positions.body.data
  const given = await product.admin.patch(`/api/records/position/${id}`, { roles: ['market_specialist'] })
  expect(given.status, given.text).toBe(200)
  const days = { valid_from: '2020-01-01', valid_until: '2999-12-31' }
  await make('delegation', { giver: users.qian, receiver: users.zhou, ...days, mode: 'reading' })
  const words = ['业务员', '岗位：按键员', '业务员 · 钱多多委托，仅查看']
  await page.goto('/studio/users')
  const row = page.getByRole('row').filter({ hasText: '周大生' })
  for (const each of words) await shown(row.getByText(each).first())
  await look(page, 'users')
})

test('what was not handed over in time goes to the superior', async () => {
  await page.goto('/hand-over')
  await shown(page.getByRole('heading', { name: '逾期未交接' }))
  await shown(page.getByText('离职人员均已完成交接'))
  await look(page, 'overdue')
})

test('what a leaver owns is handed over to the successor proposed', async () => {
  await page.goto(`/o/employee/${leaver}`)
  await button(page, '确认').click()
  await shown(button(page, '开始休假'))
  const leaves = { leave_date: '2999-01-31' }
  const left = await product.admin.post(`/api/records/employee/${leaver}/transitions/start_leaving`, leaves)
  expect(left.status, left.text).toBe(200)
  await page.reload()
  await look(page, 'employee')
  await page.getByRole('link', { name: '交接', exact: true }).click()
  await shown(page.getByRole('heading', { name: '周大生名下的记录' }))
  await shown(page.getByText('孙小美'))
  await look(page, 'hand-over')
  // his own two and the task that the platform gave him when he began
  await page.getByRole('button', { name: /交接 \d+ 条记录/ }).click()
  await shown(page.getByText('交接完成'))
  await shown(page.getByText('该人员名下已没有记录'))
  await look(page, 'handed-over')
})
