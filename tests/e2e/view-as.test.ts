import { beforeAll, describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { dataTexts, namelessControls, overflowOf, settled, strangeTexts } from './screen-checks.ts'
import { button, drawer, gone, logIn, shown } from './steps.ts'

const product = useProduct()
const browser = useBrowser()
const folder = process.env.E2E_SCREENSHOTS
let page: Page
let seller: { id: string; name: string }
let customer: { id: string; name: string }

beforeAll(async () => {
  const users = (await product.admin.get('/api/users')).body.data as { id: string; name: string; username: string }[]
  seller = users.find(({ username }) => username === 'sales_rep')!
  customer = (await product.admin.get('/api/records/customer?limit=1&filter=owner.username == "sales_rep"')).body
    .data[0]
  page = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: DESKTOP })
  await logIn(page)
})

const seen = async (of: Page, name: string): Promise<void> => {
  await settled(of)
  if (folder) await of.screenshot({ path: `${folder}/view-as-${name}.png` })
}
const banner = (of: Page) => of.getByRole('complementary', { name: '以其他用户身份查看' })
const reason = () => `正在以“${seller.name}”的身份查看，只能浏览`

/** From the list of users. */
async function begin(): Promise<void> {
  await page.goto('/studio/users')
  await page.getByRole('button', { name: `以此用户身份查看: ${seller.name}` }).click()
  await shown(banner(page).getByText(`正在以“${seller.name}”的身份查看`))
}

describe('an administrator sees the workspace as another user (PLAT-94)', () => {
  test('with the apps, lists and rights of that user', async () => {
    const rep = await product.as('sales_rep')
    const { body: his } = await rep.get('/api/me')
    const { body: list } = await rep.get('/api/records/customer?limit=1&count=exact')
    await begin()
    await shown(page.getByRole('heading', { name: new RegExp(`好，${seller.name}`) }))
    const apps = page.getByRole('navigation', { name: '应用' }).getByRole('link')
    await shown(apps.nth(his.apps.length))
    expect(await page.getByRole('link', { name: '设计中心' }).count()).toBe(0)
    await seen(page, 'home')
    await page.goto('/o/customer')
    await shown(page.locator('[role="gridcell"]').first())
    await shown(page.locator('.fw-page-note').getByText(`${Number(list.page.count).toLocaleString()} 条`))
    await seen(page, 'list')
  })

  test('and can change nothing: what writes is off and says why', async () => {
    const add = button(page, '新建客户')
    expect(await add.isDisabled()).toBe(true)
    expect(await add.getAttribute('title')).toBe(reason())
    await page.keyboard.press('n')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await page.goto(`/o/customer/${customer.id}`)
    const edit = button(page, '编辑')
    await shown(edit)
    expect(await edit.isDisabled()).toBe(true)
    expect(await edit.getAttribute('title')).toBe(reason())
    await seen(page, 'record')
    const statuses = await page.evaluate(async (id) => {
      const { id: viewed } = JSON.parse(sessionStorage.getItem('fieldwork.view-as') ?? '{}') as { id: string }
      const { csrf } = (await (await fetch('/api/me')).json()) as { csrf: string }
      const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf, 'x-view-as': viewed }
      const sent = (method: string, url: string) => fetch(url, { method, headers, body: '{}' })
      return [
        (await sent('PATCH', `/api/records/customer/${id}`)).status,
        (await sent('POST', '/api/tokens')).status,
        (await sent('DELETE', '/api/account/sessions')).status,
      ]
    }, customer.id)
    expect(statuses).toEqual([403, 403, 403])
  })

  test('nothing of that user’s own account is shown', async () => {
    await page.getByRole('button', { name: '我的菜单' }).click()
    await shown(page.getByRole('menuitem', { name: '返回我的身份' }))
    expect(await page.getByRole('menuitem', { name: '我的账号' }).count()).toBe(0)
    await page.keyboard.press('Escape')
    await page.goto('/studio/users')
    await shown(page.getByText('此处仅限管理员使用'))
  })

  test('files are fetched with the same eyes', async () => {
    const made = await page.evaluate(async (id) => {
      const { csrf } = (await (await fetch('/api/me')).json()) as { csrf: string }
      const body = new FormData()
      body.append('file', new Blob(['only a text'], { type: 'text/plain' }), 'note.txt')
      const headers = { 'x-csrf-token': csrf }
      return (await fetch(`/api/records/customer/${id}/files`, { method: 'POST', headers, body })).status
    }, customer.id)
    expect(made).toBe(201)
    const asked: (string | null)[] = []
    page.on('request', (request) => {
      if (/\/api\/files\//.test(request.url())) asked.push(request.headers()['x-view-as'] ?? null)
    })
    await page.goto(`/o/customer/${customer.id}`)
    await page.getByRole('button', { name: /^note\.txt v1/ }).click()
    await shown(page.getByRole('dialog').getByText('only a text'))
    const link = page.getByRole('dialog').getByRole('link', { name: '下载' })
    await shown(link)
    expect(await link.getAttribute('href')).toMatch(/^blob:/)
    expect(asked.length).toBeGreaterThan(1)
    expect([...new Set(asked)]).toEqual([seller.id])
    await seen(page, 'file')
  })

  test('a reload goes on with it; other pages of the browser do not', async () => {
    await page.reload()
    await shown(banner(page))
    const other = await page.context().newPage()
    await other.goto('/')
    await shown(other.getByRole('link', { name: '设计中心' }).first())
    expect(await banner(other).count()).toBe(0)
    await other.close()
  })

  test('one goes back to where it began, and the operation log tells of it once', async () => {
    await banner(page).getByRole('button', { name: '返回我的身份' }).click()
    await page.waitForURL('**/studio/users')
    await gone(banner(page))
    const { body } = await product.admin.get(`/api/operation-log?action=view_as&record=${seller.id}`)
    const lines = body.data as { account: string; details: { state: string } }[]
    expect(lines.map(({ account, details }) => `${account} ${details.state}`)).toEqual(['admin ended', 'admin began'])
  })

  test('from a record, from who may see it, and from the account of a person', async () => {
    await page.goto(`/o/customer/${customer.id}`)
    await page.getByRole('button', { name: '更多操作' }).first().click()
    await page.getByRole('menuitem', { name: '查看访问权限' }).click()
    const panel = drawer(page, `访问权限：${customer.name}`)
    await panel.getByRole('button', { name: seller.name, exact: true }).click()
    await button(panel, '以此人身份打开这条记录').click()
    await shown(banner(page))
    expect(new URL(page.url()).pathname).toBe(`/o/customer/${customer.id}`)
    await banner(page).getByRole('button').click()
    await shown(page.getByRole('link', { name: '设计中心' }).first())
    expect(new URL(page.url()).pathname).toBe(`/o/customer/${customer.id}`)

    await page.goto(`/o/user/${seller.id}`)
    await page.getByRole('button', { name: '更多操作' }).first().click()
    await page.getByRole('menuitem', { name: '以此用户身份查看' }).click()
    await shown(banner(page))
  })

  test('logging out ends it', async () => {
    await page.getByRole('button', { name: '我的菜单' }).click()
    await page.getByRole('menuitem', { name: '退出登录' }).click()
    await shown(page.getByLabel('用户名'))
    await logIn(page)
    await shown(page.getByRole('link', { name: '设计中心' }).first())
    expect(await banner(page).count()).toBe(0)
  })

  test('a session that ends elsewhere ends it too', async () => {
    await begin()
    await product.admin.delete(`/api/users/${(await product.admin.get('/api/me')).body.user.id}/sessions`)
    // a page that asks meanwhile hears of it by itself and leaves first, which ends this reload
    await page.reload().catch((error: Error) => expect(error.message).toContain('ERR_ABORTED'))
    await shown(page.getByLabel('用户名'))
    await logIn(page)
    expect(await banner(page).count()).toBe(0)
  })
})

test.each([
  ['en', DESKTOP],
  ['zh-CN', PHONE],
  ['en', PHONE],
] as const)('the view is whole in %s at %o', async (locale, viewport) => {
  const other = await browser.visit({
    url: product.url,
    locale,
    viewport,
    session: await page.context().storageState(),
  })
  const data = [
    ...(await dataTexts(product.admin)),
    'Sample data / 示例数据',
    ...['', '上传新版本: ', '移除: ', 'Upload a new version: ', 'Remove: '].map((words) => `${words}note.txt`),
  ]
  const me = (await product.admin.get('/api/me')).body.user.id
  await other.addInitScript((viewing) => sessionStorage.setItem('fieldwork.view-as', JSON.stringify(viewing)), {
    id: seller.id,
    name: seller.name,
    by: me,
    back: '/',
  })
  for (const path of ['/', '/o/customer', `/o/customer/${customer.id}`]) {
    await other.goto(path)
    await shown(other.locator('.fw-view-as'))
    await seen(other, `${locale}-${viewport.width}-${path.replaceAll(/\W+/g, '-')}`)
    expect.soft(await overflowOf(other), 'pixels beyond the edge').toBe(0)
    expect.soft(await strangeTexts(other, locale, data), 'texts nobody should see').toEqual([])
    expect.soft(await namelessControls(other), 'controls without a name').toEqual([])
  }
  await other.close()
})
