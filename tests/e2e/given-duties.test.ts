import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { PHONE, useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { namelessControls, overflowOf, settled } from './screen-checks.ts'
import { logIn, shown } from './steps.ts'

const product = useProduct()
const browser = useBrowser()
const refused: string[] = []
let page: Page

beforeAll(async () => {
  page = await browser.visit({ url: product.url })
  page.on('response', (answer) => {
    if (answer.status() === 403) refused.push(answer.url())
  })
  await logIn(page, 'system_administrator')
})

describe('the studio of who keeps the system without being an administrator (ROLE-34)', () => {
  test('shows what he has a right to, and asks for nothing else', async () => {
    await page.getByRole('link', { name: '设计中心' }).first().click()
    await page.locator('.st-nav a').first().waitFor()
    const names = await page.locator('.st-nav a').allTextContents()
    expect(names).toEqual(expect.arrayContaining(['对象管理', '用户', '角色', '备份', '安全策略', '操作日志']))
    expect(names).not.toContain('单点登录')
    expect(names).not.toContain('运行记录')
    for (const path of ['objects', 'workflows', 'users', 'roles', 'security', 'logins', 'log', 'backups']) {
      await page.goto(`/studio/${path}`)
      await shown(page.getByRole('heading', { level: 1 }))
      await settled(page)
    }
    expect(refused).toEqual([])
  })

  test('stands on a phone', async () => {
    await page.setViewportSize(PHONE)
    await page.goto('/studio/users')
    await shown(page.getByRole('code').filter({ hasText: 'sales_rep' }))
    expect([await overflowOf(page), await namelessControls(page)]).toEqual([0, []])
  })
})

test('what is said of a record stands at once in its history', async () => {
  const other = await browser.visit({ url: product.url })
  await logIn(other, 'sales_rep')
  await other.goto('/o/customer')
  await other.getByRole('row').nth(1).getByRole('link').first().click()
  const history = other.getByRole('region', { name: '变更历史' })
  await history.getByRole('textbox', { name: '发表评论…' }).fill('周五前报价')
  await history.getByRole('button', { name: /发\s*表/ }).click()
  const entry = history.getByRole('listitem').filter({ hasText: '周五前报价' })
  await shown(entry.getByText('发表了评论'))
  await expect.poll(() => history.getByRole('textbox', { name: '发表评论…' }).inputValue()).toBe('')
})
