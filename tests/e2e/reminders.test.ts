import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { expectWhole } from './screen-checks.ts'
import { button, choose, gone, logIn, shown } from './steps.ts'

const product = useProduct()
const browser = useBrowser()

const both = (words: string) => ({ en: words, 'zh-CN': words })

const isWhole = (page: Page, name: string) => expectWhole(page, `reminders-${name}`)

test('reminders are set on a record, listed there and on their own page, and taken away (PLAT-99)', async () => {
  const field = (type: string, words: string) => ({ 'x-field': { type, label: both(words) } })
  const properties = { name: field('text', '名称'), due_at: field('date-time', '到期') }
  const definition = { name: 'visit_of', 'x-object': { label: both('回访') }, properties }
  const published = await product.admin.post('/api/metadata/publish', { put: [{ kind: 'object', definition }] })
  expect(published.status, published.text).toBe(200)
  const id = await product.make('visit_of', { name: '回访客户', due_at: '2099-03-10T02:00:00Z' })
  const page = await browser.visit({ url: product.url, viewport: DESKTOP })
  await logIn(page)
  await page.goto(`/o/visit_of/${id}`)
  await page.getByRole('button', { name: '更多操作' }).click()
  await page.getByRole('menuitem', { name: '提醒我' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('日期之前').click()
  await dialog.getByLabel('提前').fill('2')
  await choose(dialog, '重复', '每年')
  await dialog.getByLabel('提醒内容').fill('先打电话')
  await isWhole(page, 'dialog')
  await button(dialog, '设置提醒').click()
  await gone(dialog)
  const panel = page.getByRole('region', { name: '我的提醒' })
  await shown(panel.getByText('先打电话'))
  await shown(panel.getByText('每年'))
  await isWhole(page, 'record')
  const { data } = (await product.admin.get(`/api/reminders?object=visit_of&id=${id}`)).body
  expect(data).toMatchObject([{ field: 'due_at', before: { amount: 2, unit: 'days' }, repeat: 'year' }])
  await page.setViewportSize(PHONE)
  await page.goto('/reminders')
  await shown(page.getByRole('link', { name: '回访客户' }))
  await isWhole(page, 'list')
  await page.getByRole('button', { name: '删除提醒“先打电话”' }).click()
  await shown(page.getByText('暂无提醒'))
})
