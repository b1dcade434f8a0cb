import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { expectWhole } from './screen-checks.ts'
import { button, gone, logIn, shown } from './steps.ts'

const product = useProduct()
const browser = useBrowser()

let owner: string
let customer: string
let goods: string

beforeAll(async () => {
  owner = await find('user', "username == 'sales_rep'")
  customer = await find('customer', "life_stage == 'formal' && review_status == 'approved'")
  goods = await find('product', 'list_price > 0')
})

/** The id of the first sample record that fits. */
async function find(object: string, filter: string): Promise<string> {
  const { body } = await product.admin.get(`/api/records/${object}?limit=1&filter=${encodeURIComponent(filter)}`)
  return body.data[0].id
}

const isWhole = (page: Page, name: string) => expectWhole(page, `contract-approval-${name}`)
const panel = (page: Page) => page.getByRole('region', { name: '审批', exact: true })
const read = async (id: string) => (await product.admin.get(`/api/records/sales_contract/${id}`)).body

async function enter(username: string, viewport = DESKTOP): Promise<Page> {
  const page = await browser.visit({ url: product.url, viewport })
  await logIn(page, username)
  return page
}

/** A draft of the seller over the standard text, of an amount and a list total in CNY. */
async function contract(name: string, { amount, list }: { amount: number; list: number }): Promise<string> {
  const lines = [{ product: goods, qty: 1, unit_price: amount, list_price: list }]
  const id = await product.make('sales_contract', { name, customer, lines })
  const given = await product.admin.post(`/api/records/sales_contract/${id}/assign`, { owner })
  expect(given.status, given.text).toBe(200)
  return id
}

/** Opens the submission; the names of the steps that it will go through. */
async function stepsAhead(page: Page, id: string): Promise<string[]> {
  await page.goto(`/o/sales_contract/${id}`)
  await button(page, '提交').click()
  const ahead = page.getByRole('dialog').getByRole('list', { name: '审批路径' })
  await shown(ahead)
  return ahead.getByRole('listitem').allInnerTexts()
}

async function send(page: Page): Promise<void> {
  await button(page.getByRole('dialog'), '提交').click()
  await gone(page.getByRole('dialog'))
  await shown(panel(page).getByText('审批中', { exact: true }).first())
}

/** Agrees where the record is shown. */
async function agree(page: Page, { id, opinion }: { id: string; opinion?: string }): Promise<void> {
  await page.goto(`/o/sales_contract/${id}`)
  await button(panel(page), '同意').click()
  const dialog = page.getByRole('dialog')
  if (opinion) await dialog.getByLabel('初审意见').fill(opinion)
  await button(dialog, '同意').click()
  await gone(dialog)
}

describe('the chain of contracts as it ships (PROC-35, C.15 3)', () => {
  test('lets the manager alone decide on 200,000 at 0.45 of the list price over the standard text', async () => {
    const id = await contract('标准供货合同', { amount: 200_000, list: 444_444.44 })
    const seller = await enter('sales_rep')
    expect(await stepsAhead(seller, id)).toEqual(
      [/^部门经理审批\s+刘海涛$/, /^销售管理部初审意见\s+提出意见\s+跳过/, /^合同审查会签\s+跳过/].map((steps) =>
        expect.stringMatching(steps),
      ),
    )
    await isWhole(seller, 'direct')
    await send(seller)

    const manager = await enter('dept_manager', PHONE)
    await agree(manager, { id })
    await isWhole(manager, 'phone')
    await shown(panel(seller).getByText('已通过'))
    expect((await read(id)).status).toBe('approved')
  })

  test('asks four about one cent more: an opinion, then three who have to agree all', async () => {
    const id = await contract('大额供货合同', { amount: 200_000.01, list: 400_000 })
    const seller = await enter('sales_rep')
    expect(await stepsAhead(seller, id)).toEqual(
      [
        /^部门经理审批\s+跳过/,
        /^销售管理部初审意见\s+提出意见\s+冯超$/,
        /^合同审查会签\s+会签\s+沈明远\s+高雅文\s+郭建国$/,
      ].map((steps) => expect.stringMatching(steps)),
    )
    await isWhole(seller, 'cosign')
    await send(seller)

    const adviser = await enter('sales_management_manager')
    await agree(adviser, { id, opinion: '付款条件需补充违约责任' })
    await shown(panel(seller).locator('[aria-current="step"]').filter({ hasText: '合同审查会签' }))

    for (const username of ['vice_president_rnd', 'vice_president_service']) await agree(await enter(username), { id })
    await shown(panel(seller).getByText('审批中', { exact: true }).first())
    expect((await read(id)).status).toBe('cosign')
    const president = await enter('president', PHONE)
    await agree(president, { id })
    await isWhole(president, 'cosign-phone')
    await shown(panel(seller).getByText('已通过'))
    expect(await read(id)).toMatchObject({ status: 'approved', preliminary_opinion: '付款条件需补充违约责任' })
  })
})
