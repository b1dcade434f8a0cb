import { beforeAll, describe, expect, test } from 'vitest'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { dataTexts, namelessControls, overflowOf, settled, strangeTexts } from './screen-checks.ts'
import { button, choose, gone, logIn, shown } from './steps.ts'

const product = useProduct()
const browser = useBrowser()
const folder = process.env.E2E_SCREENSHOTS
/** browsers and programs as they call themselves */
const AGENTS = ['Chrome · Linux', 'node']
let page: Page
let session: BrowserContextOptions['storageState']

beforeAll(async () => {
  await product.as('sales_rep')
  page = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: DESKTOP })
  await logIn(page)
  session = await page.context().storageState()
})

const seen = async (of: Page, name: string): Promise<void> => {
  await settled(of)
  if (folder) await of.screenshot({ path: `${folder}/security-${name}.png` })
}

const lineOf = (words: string): Locator => page.getByRole('listitem').filter({ hasText: words })
const valueOf = async (): Promise<boolean> =>
  (await product.admin.get('/api/metadata/parameter/crm_rights_on_outbound')).body.value
/** Whether all of it is within the screen. */
const isInSight = (of: Locator): Promise<boolean> =>
  of.evaluate((element) => {
    const { top, bottom, left, right } = element.getBoundingClientRect()
    return top >= 48 && bottom <= innerHeight && left >= 0 && right <= innerWidth
  })
const policyOf = async () => (await product.admin.get('/api/security/policy')).body

describe('parameters (PLAT-72)', () => {
  test('each says in words what it decides, its default, whose it is and what it is about', async () => {
    await page.goto('/studio/parameters')
    const line = await shown(lineOf('出库单启用 CRM 数据权限'))
    await shown(line.getByText('关闭后，有出库单功能权限的人可查看全部出库单'))
    await shown(line.getByText('默认已开启（CRM）'))
    await shown(line.getByRole('link', { name: '销售出库' }))
    await seen(page, 'parameters')
  })

  test('one is turned in the draft, published, and turned back to its default', async () => {
    const line = lineOf('出库单启用 CRM 数据权限')
    await line.getByRole('switch').click()
    await shown(line.getByText('尚未发布'))
    expect(await valueOf()).toBe(true)
    await button(page, '预览并发布').click()
    const dialog = page.getByRole('dialog')
    await shown(dialog.getByText('参数 · 出库单启用 CRM 数据权限'))
    await dialog.getByLabel('发布说明').fill('出库单对库存人员公开')
    await dialog.getByRole('button', { name: /发布 \d+ 处改动/ }).click()
    await shown(page.getByRole('heading', { name: /已发布，版本 \d+/ }))
    await expect.poll(valueOf).toBe(false)
    await page.goto('/studio/parameters')
    await shown(line.getByText('已关闭', { exact: true }))
    await button(line, '恢复默认').click()
    await shown(line.getByText('已开启', { exact: true }))
    await button(page, '放弃改动').click()
  })
})

describe('figures (NFR-23)', () => {
  test('one is entered as its type says, and another value from a day on', async () => {
    await page.goto('/studio/parameters')
    const line = await shown(lineOf('部门经理审批的报价比率'))
    await shown(line.getByText('50 %', { exact: true }))
    await line.getByRole('spinbutton', { name: '部门经理审批的报价比率' }).fill('52.5')
    await button(line, '添加定日生效的取值').click()
    await line.getByLabel('生效日期').fill('2027-01-01')
    await line.getByRole('spinbutton', { name: '2027-01-01起的取值' }).fill('55')
    await shown(line.getByText('52.5 %', { exact: true }))
    await line.scrollIntoViewIfNeeded()
    await seen(page, 'parameter-figure')
    await publish()
    const { value, validFrom } = (await product.admin.get('/api/metadata/parameter/quote_ratio_manager')).body
    expect([value, validFrom]).toEqual([0.525, { '2027-01-01': 0.55 }])
  })
})

const nightly = () => lineOf('夜间只读')
/** Publishes the draft. */
const publish = async () => {
  await button(page, '预览并发布').click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /发布 \d+ 处改动/ })
    .click()
  await shown(page.getByRole('heading', { name: /已发布，版本 \d+/ }))
}
/** The workspace's own parameters. */
const ownParameters = async () =>
  (await product.admin.get('/api/metadata/parameter?layer=workspace')).body.data.map(
    ({ name, value }: { name: string; value: boolean }) => `${name} ${value}`,
  )

describe('parameters of the workspace (PLAT-72)', () => {
  test('one is made, changed and removed', async () => {
    await page.goto('/studio/parameters')
    await button(page, '新建参数').click()
    const drawer = page.getByRole('dialog').filter({ hasText: '参数名称' })
    await drawer.getByLabel('参数名称（中文）').fill('夜间只读')
    await drawer.getByLabel('参数名称（英文）').fill('Read only at night')
    await seen(page, 'parameter-new')
    await button(drawer, '添加到草稿').click()
    await shown(nightly().getByText('尚未发布'))
    await publish()
    expect(await ownParameters()).toContain('read_only_at_night true')

    await page.goto('/studio/parameters')
    await button(nightly(), '编辑“夜间只读”').click()
    await drawer.getByRole('switch').click()
    await button(drawer, '添加到草稿').click()
    await publish()
    expect(await ownParameters()).toContain('read_only_at_night false')

    await page.goto('/studio/parameters')
    await button(nightly(), '编辑“夜间只读”').click()
    await button(drawer, '移除参数').click()
    await page.getByRole('dialog').filter({ hasText: '移除该参数？' }).getByRole('button', { name: '移除参数' }).click()
    await button(page, '预览并发布').click()
    const dialog = page.getByRole('dialog')
    const consent = dialog.getByRole('checkbox')
    if (await consent.count()) await consent.check()
    await dialog.getByRole('button', { name: /发布 \d+ 处改动/ }).click()
    await shown(page.getByRole('heading', { name: /已发布，版本 \d+/ }))
    expect((await ownParameters()).filter((line: string) => line.startsWith('read_only'))).toEqual([])
  })
})

describe('the security policy (PLAT-81, 88, 89, 91)', () => {
  test('is set with controls drawn from its schema, and is told what is wrong beside the field', async () => {
    await page.goto('/studio/security')
    const length = await shown(page.getByLabel('最少字符数'))
    await length.fill('14')
    await length.press('Tab')
    await page.getByLabel('有效期').fill('90')
    await page.getByLabel('闲置后退出').fill('4')
    await page.getByLabel('闲置后退出').press('Tab')
    await page.getByRole('switch', { name: '首次登录须修改密码' }).click()
    await page.getByLabel('按角色的要求').getByRole('combobox', { name: '添加角色…' }).click()
    await page.getByText('经理', { exact: false }).first().waitFor()
    await page.keyboard.press('Escape')
    await seen(page, 'policy')
    const addresses = page.getByLabel('允许的网络地址').first()
    await addresses.fill('somewhere')
    await addresses.press('Enter')
    await button(page, '保存策略').click()
    await shown(page.getByText('应为地址或地址段，例如 203.0.113.0/24 或 2001:db8::/32'))
    await seen(page, 'policy-problem')
    await page
      .getByText('somewhere', { exact: true })
      .locator('..')
      .locator('.ant-select-selection-item-remove')
      .click()
    await gone(page.getByText('somewhere', { exact: true }))
    await button(page, '保存策略').click()
    await shown(page.getByText('安全策略已保存'))
    expect(await policyOf()).toMatchObject({
      password: { min_length: 14, expires_days: 90, change_first: true },
      session: { idle_hours: 4, max_hours: null },
      addresses: [],
    })
  })

  test('demands a second factor of a role, and shows a notice that is accepted anew', async () => {
    await page.goto('/studio/security')
    await choose(page, '添加角色…', '内勤')
    await shown(page.getByRole('switch', { name: '必须启用第二重验证' }))
    await page.getByRole('switch', { name: '登录时显示保密须知' }).click()
    await page.getByLabel('须知内容（中文）').fill('客户资料不得外传。')
    await page.getByLabel('须知内容（英文）').fill('Customer data stays here.')
    await button(page, '保存策略').click()
    await shown(page.getByText('安全策略已保存'))
    const first = await policyOf()
    expect(first.notice).toEqual({
      version: 1,
      text: { 'zh-CN': '客户资料不得外传。', en: 'Customer data stays here.' },
    })
    expect(Object.values(first.roles)).toEqual([{ second_factor: true }])
    // it holds for whoever wrote it too
    await button(page, '我已阅读并将遵守').click()
    await page.getByRole('switch', { name: '要求所有人重新接受' }).click()
    await button(page, '保存策略').click()
    await expect.poll(async () => (await policyOf()).notice.version).toBe(2)
    await product.admin.put('/api/security/policy', {})
  })
})

test('an address is taken away by the first Backspace after it was typed', async () => {
  await page.goto('/studio/security')
  const box = page.getByLabel('允许的网络地址').first()
  const taken = page.locator('.ant-select').filter({ has: box }).locator('.ant-select-selection-item')
  await box.pressSequentially('10.0.0.1 10.0.0.2 ')
  expect(await taken.allTextContents()).toEqual(['10.0.0.1', '10.0.0.2'])
  await box.press('Backspace')
  await expect.poll(() => taken.allTextContents()).toEqual(['10.0.0.1'])
  await button(page, '放弃修改').click()
})

describe('the pages of the studio', () => {
  test('stay in sight on a long page, and scroll by themselves', async () => {
    await page.goto('/studio/security')
    await shown(page.getByLabel('最少字符数'))
    await page.locator('.fw-main').evaluate((main) => main.scrollTo(0, main.scrollHeight))
    expect(await page.locator('.fw-main').evaluate((main) => main.scrollTop)).toBeGreaterThan(0)
    const nav = page.getByRole('navigation', { name: '设计中心菜单' })
    expect(await isInSight(nav.getByRole('link', { name: '安全策略' }))).toBe(true)
    await nav.getByRole('link', { name: '对象管理' }).scrollIntoViewIfNeeded()
    expect(await isInSight(nav.getByRole('link', { name: '对象管理' }))).toBe(true)
    expect(await page.locator('.fw-main').evaluate((main) => main.scrollTop)).toBeGreaterThan(0)
    await page.setViewportSize({ width: 1440, height: 480 })
    await page.goto('/studio/log')
    await expect.poll(() => isInSight(nav.getByRole('link', { name: '操作日志' }))).toBe(true)
    await page.setViewportSize(DESKTOP)
  })

  test('are a row on a phone that shows the current one', async () => {
    const phone = await browser.visit({ url: product.url, locale: 'en', viewport: PHONE, session })
    await phone.goto('/studio/logins')
    const current = await shown(phone.locator('.st-nav [aria-current]'))
    await expect.poll(() => isInSight(current)).toBe(true)
    await phone.close()
  })
})

test('a connection for sign-on says what fails, and its secret is never shown (PLAT-94)', async () => {
  await page.goto('/studio/sign-on')
  await shown(page.getByText('/api/auth/oidc/callback', { exact: false }))
  await page.getByLabel('服务地址').fill('http://localhost:9')
  await page.getByLabel('客户端 ID').fill('fieldwork')
  await page.getByLabel('登录按钮名称').fill('企业账号')
  expect(await button(page, '测试连接').isDisabled()).toBe(true)
  await page.getByLabel('客户端密钥').fill('a secret')
  await button(page, '测试连接').click()
  await shown(page.getByRole('alert').filter({ hasText: '单点登录服务未正常响应' }))
  await seen(page, 'sign-on')
  await button(page, '保存连接').click()
  await shown(page.getByText('已加密保存', { exact: false }))
  expect(await page.getByLabel('客户端密钥').inputValue()).toBe('')
  await button(page, '移除连接').click()
  await button(page.getByRole('dialog'), '移除连接').click()
  await shown(page.getByText('尚未连接', { exact: false }))
})

test('log-ins of everybody are listed, narrowed and summed up (PLAT-84)', async () => {
  const wrong = { method: 'POST', headers: { 'content-type': 'application/json' } }
  const body = JSON.stringify({ username: 'sales_rep', password: 'not this one' })
  await fetch(`${product.url}/api/auth/login`, { ...wrong, body })
  await page.goto('/studio/logins')
  await shown(page.locator('.st-log-line').filter({ hasText: '用户名或密码错误' }))
  await seen(page, 'logins')
  await choose(page, '结果', '成功')
  await gone(page.locator('.st-log-line').filter({ hasText: '用户名或密码错误' }))
  await shown(page.locator('.st-log-line').filter({ hasText: '系统管理员' }).first())
  await page.getByText('统计', { exact: true }).click()
  const line = page.getByRole('row').filter({ hasText: 'sales_rep' })
  await shown(line)
  await seen(page, 'login-report')
  await line.getByRole('button').click()
  await shown(page.locator('.st-log-line').filter({ hasText: '用户名或密码错误' }))
  expect(await page.locator('.st-log-line').filter({ hasText: '系统管理员' }).count()).toBe(0)
})

test.each([
  ['en', DESKTOP],
  ['zh-CN', PHONE],
  ['en', PHONE],
] as const)('the pages are whole in %s at %o', async (locale, viewport) => {
  const other = await browser.visit({ url: product.url, locale, viewport, session })
  const data = [...AGENTS, ...(await dataTexts(product.admin)), '系统管理员']
  for (const [name, ready] of [
    ['parameters', '.st-parameter .st-links a'],
    ['security', '.st-security-fields .ant-input-number'],
    ['sign-on', '.st-security .ant-input-password'],
    ['logins', '.st-log-line'],
  ]) {
    await other.goto(`/studio/${name}`)
    await shown(other.locator(ready!).first())
    await seen(other, `${locale}-${viewport.width}-${name}`)
    expect.soft(await overflowOf(other), `${name}: pixels beyond the edge`).toBe(0)
    expect.soft(await strangeTexts(other, locale, data), `${name}: texts nobody should see`).toEqual([])
    expect.soft(await namelessControls(other), `${name}: controls without a name`).toEqual([])
  }
  await other.close()
})
