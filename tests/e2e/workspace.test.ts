import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { ADMIN_PASSWORD } from '../support/api-server.ts'
import { useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { button, drawer, fillLogin, gone, logIn, lookUp, save, shown, takeOption } from './steps.ts'

const product = useProduct()
const browser = useBrowser()
let page: Page

beforeAll(async () => {
  page = await visit('admin')
})

async function visit(username: string): Promise<Page> {
  const opened = await browser.visit({ url: product.url })
  await logIn(opened, username)
  return opened
}

async function openList(object: string, label: string): Promise<Locator> {
  await page.goto(`/o/${object}`)
  return shown(page.getByRole('grid', { name: label }))
}

/** Waits until the list says how many records it holds. */
const counted = (count: number) => shown(page.getByRole('heading', { level: 1, name: `${count} 条` }))

async function countOf(query: string): Promise<number> {
  const { body } = await product.admin.get(`/api/records/${query}&count=exact&limit=1`)
  return body.page.count
}

/** A customer of the administrator that nothing refers to. */
async function makeCustomer(name: string): Promise<string> {
  const regions = await product.admin.get('/api/records/region?fields=id&limit=1')
  const region = regions.body.data[0].id
  const made = await product.admin.post('/api/records/customer', { name, region, phone: '021-55550000' })
  expect(made.status, made.text).toBe(201)
  return made.body.id
}

/** Presses Tab until the element has the focus. */
async function tabTo(element: Locator): Promise<void> {
  await element.waitFor()
  for (let presses = 0; presses < 240; presses += 1) {
    if (await element.evaluate((node) => node === document.activeElement)) return
    await element.page().keyboard.press('Tab')
  }
  throw new Error('Tab does not reach it')
}

const fact = (label: string) =>
  page.locator('.fw-record-main dl').filter({ has: page.locator('dt', { hasText: label }) })

test('a wrong password is refused in words; the right one leads to the page that was asked for', async () => {
  const stranger = await browser.visit({ url: product.url })
  await stranger.goto('/o/customer')
  await fillLogin(stranger, 'admin', 'not-the-password')
  await shown(stranger.getByRole('alert').filter({ hasText: '用户名或密码错误' }))

  await fillLogin(stranger, 'admin', ADMIN_PASSWORD)
  await shown(stranger.getByRole('grid', { name: '客户' }))
  await stranger.close()
})

test('views, search and conditions each narrow the list, and the address keeps them', async () => {
  await openList('customer', '客户')
  await counted(await countOf('customer?'))

  await page.getByRole('tab', { name: '潜在客户' }).click()
  const potential = await countOf("customer?filter=life_stage == 'potential'")
  await counted(potential)

  await button(page, '筛选').click()
  const field = page.getByLabel('字段', { exact: true })
  await field.fill('客户等级')
  await takeOption(field, '客户等级')
  const value = page.getByLabel('值', { exact: true })
  await takeOption(value, 'B')
  await page.keyboard.press('Escape')
  await button(page, '应用筛选').click()
  const both = await countOf("customer?filter=life_stage == 'potential' %26%26 grade == 'b'")
  expect(both).toBeLessThan(potential)
  await counted(both)
  await page.reload()
  await counted(both)
  await shown(page.getByRole('group', { name: '筛选条件' }).getByText('客户等级'))
  await button(page, '移除此条件').click()
  await counted(potential)

  await page.getByRole('tab', { name: '全部客户' }).click()
  await page.keyboard.press('/')
  await page.keyboard.type('新材料')
  await counted(await countOf("customer?filter=name.contains('新材料')"))
})

test('a column header sorts, the other way when it is pressed again', async () => {
  const grid = await openList('customer', '客户')
  const header = grid.getByRole('columnheader', { name: '客户编号' })
  const top = grid.getByRole('row').nth(1)
  const codes = await product.admin.get('/api/records/customer?fields=customer_code&sort=customer_code&limit=500')
  const first = codes.body.data[0].customer_code
  const last = codes.body.data.at(-1).customer_code

  await header.getByRole('button').click()
  await shown(top.filter({ hasText: first }))
  expect(await header.getAttribute('aria-sort')).toBe('ascending')
  await header.getByRole('button').click()
  await shown(top.filter({ hasText: last }))
  expect(await header.getAttribute('aria-sort')).toBe('descending')
})

test('scrolling brings the whole list, page by page', async () => {
  const create = Array.from({ length: 250 }, (_, index) => ({ code: `Z${1000 + index}`, name: `片区 ${index}` }))
  const made = await product.admin.post('/api/records/region/batch', { create })
  expect(made.status, made.text).toBeLessThan(300)
  const pages: string[] = []
  page.on('response', (response) => {
    if (response.url().includes('/records/region?')) pages.push(response.url())
  })

  const grid = await openList(`region?filter=${encodeURIComponent("code != ''")}`, '区域')
  await counted(await countOf('region?'))
  await grid.evaluate(
    (element) =>
      new Promise<void>((resolve) => {
        const scroll = () => {
          element.scrollTop = element.scrollHeight
          if (element.textContent.includes('Z1249')) resolve()
        }
        new MutationObserver(scroll).observe(element, { childList: true, subtree: true, attributes: true })
        scroll()
      }),
  )
  const limit = Number(new URL(pages[0]!).searchParams.get('limit') ?? 50)
  const total = await countOf('region?')
  expect(pages.filter((url) => url.includes('after='))).toHaveLength(Math.ceil(total / limit) - 1)
})

test('records below records stand in a tree that opens level by level, and are chosen from one (PLAT-21)', async () => {
  await page.goto('/o/region')
  const tree = await shown(page.getByRole('treegrid', { name: '区域' }))
  const row = (name: string) => tree.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) })
  await gone(row('华东'))
  await row('全国').getByRole('button', { name: '展开“全国”的下级' }).click()
  await shown(row('华东'))
  expect(await row('华东').getAttribute('aria-level')).toBe('2')
  await row('全国').getByRole('button', { name: '收起“全国”的下级' }).click()
  await gone(row('华东'))

  await openList('customer', '客户')
  await page.keyboard.press('n')
  const form = drawer(page, '新建客户')
  await form.getByLabel('区域', { exact: true }).click()
  const choices = page.getByRole('tree')
  await choices.locator('.ant-tree-treenode').filter({ hasText: '全国' }).locator('.ant-tree-switcher').click()
  await choices.getByText('华东', { exact: true }).click()
  await shown(form.locator('.ant-select').filter({ hasText: '华东' }))
  await page.keyboard.press('Escape')
})

test('a new customer that is not complete is refused beside its fields, and saved when it is', async () => {
  await openList('customer', '客户')
  await page.keyboard.press('n')
  const form = drawer(page, '新建客户')
  await form.getByLabel('客户名称', { exact: true }).fill('上海晨光新能源有限公司')
  await save(form)
  await shown(form.getByRole('alert').filter({ hasText: '有 2 处需要修改' }))
  await shown(form.getByText('请填写区域').last())

  await form.getByRole('alert').getByRole('button', { name: '电话' }).click()
  await page.keyboard.type('021-58880000')
  expect(await form.getByLabel('电话', { exact: true }).inputValue()).toBe('021-58880000')
  await lookUp(form, '区域', '上海')
  await gone(form.getByRole('alert').first())
  await save(form)
  await shown(page.getByRole('heading', { level: 1, name: '上海晨光新能源有限公司' }))
  await shown(page.getByText('已新建客户'))
})

test('the keyboard alone finds a record, changes it and saves it', async () => {
  await makeCustomer('苏州键盘测试有限公司')
  const grid = await openList('customer', '客户')
  await page.keyboard.press('/')
  await page.keyboard.type('苏州键盘')
  await counted(1)
  await tabTo(grid)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await shown(page.getByRole('heading', { level: 1, name: '苏州键盘测试有限公司' }))

  await page.keyboard.press('e')
  const form = drawer(page, '编辑客户')
  await tabTo(form.getByLabel('简称', { exact: true }))
  await page.keyboard.type('苏州键盘')
  await page.keyboard.press('Control+Enter')
  await gone(form)
  await shown(fact('简称').getByText('苏州键盘'))
  const history = page.getByRole('region', { name: '变更历史' })
  await shown(history.getByRole('listitem').filter({ hasText: '简称' }).getByText('苏州键盘'))
})

test('Tab alone reaches what a page is for', async () => {
  await openList('customer', '客户')
  await tabTo(button(page, '新建客户'))
  await page.goto(`/o/customer/${await makeCustomer('南京按键测试有限公司')}`)
  await tabTo(button(page, '编辑'))
  await tabTo(button(page, '转为正式客户'))
  await page.goto('/studio/objects')
  await tabTo(button(page, '新建对象'))
  await tabTo(page.getByRole('link', { name: '产品大类' }))
})

test('what another person saved meanwhile is kept beside my own change', async () => {
  const id = await makeCustomer('无锡并行编辑有限公司')
  await page.goto(`/o/customer/${id}`)
  await button(page, '编辑').click()
  const form = drawer(page, '编辑客户')
  await form.getByLabel('简称', { exact: true }).fill('无锡并行')
  const other = await product.admin.patch(`/api/records/customer/${id}`, { phone: '0510-82220000' })
  expect(other.status, other.text).toBe(200)

  await save(form)
  await shown(form.getByText('您编辑期间，此记录已被他人修改'))
  await button(form, '载入最新并保留我的修改').click()
  await gone(form.getByText('您编辑期间，此记录已被他人修改'))
  expect(await form.getByLabel('电话', { exact: true }).inputValue()).toBe('0510-82220000')
  expect(await form.getByLabel('简称', { exact: true }).inputValue()).toBe('无锡并行')
  await save(form)
  await gone(form)
  await shown(fact('简称').getByText('无锡并行'))
  await shown(fact('电话').getByText('0510-82220000'))
})

test('a form that was changed asks before it closes', async () => {
  const id = await makeCustomer('常州放弃测试有限公司')
  await page.goto(`/o/customer/${id}`)
  await button(page, '编辑').click()
  const form = drawer(page, '编辑客户')
  await form.getByLabel('简称', { exact: true }).fill('常州')
  await page.keyboard.press('Escape')
  await button(page, '继续编辑').click()
  await gone(button(page, '继续编辑'))
  expect(await form.getByLabel('简称', { exact: true }).inputValue()).toBe('常州')
  await page.keyboard.press('Escape')
  await button(page, '放弃修改').click()
  await gone(form)
  await shown(fact('简称').getByText('—'))
})

test('a deleted record comes back by undo, and later from the recycle bin', async () => {
  const name = '杭州回收测试有限公司'
  const id = await makeCustomer(name)
  await page.goto(`/o/customer/${id}`)
  await button(page, '更多操作').click()
  await page.getByRole('menuitem', { name: '删除' }).click()
  await shown(page.getByText('已删除 1 条客户'))
  await button(page, '撤销').click()
  await shown(page.getByText('已恢复'))
  const row = page.getByRole('grid', { name: '客户' }).getByRole('row').filter({ hasText: name })
  await shown(row)

  await row.getByRole('checkbox').check()
  await button(page.getByRole('toolbar', { name: '所选记录' }), '删除').click()
  await gone(row)
  await page.getByRole('link', { name: '回收站' }).click()
  const deleted = page.getByRole('row').filter({ hasText: name })
  await shown(deleted.getByText('系统管理员'))
  await button(deleted, '恢复').click()
  await gone(deleted)
  await page.getByRole('link', { name: '营销管理' }).click()
  await page.getByRole('navigation', { name: '营销管理' }).getByRole('link', { name: '客户', exact: true }).click()
  await shown(row)
})

test('the language changes at once, labels of the data included, and back', async () => {
  await openList('customer', '客户')
  await button(page, 'English').click()
  await shown(page.getByRole('grid', { name: 'Customer' }).getByRole('columnheader', { name: 'Customer name' }))
  await shown(page.getByRole('tab', { name: 'My customers' }))
  await page.reload()
  await shown(page.getByRole('tab', { name: 'My customers' }))
  await button(page, '中文').click()
  await shown(page.getByRole('tab', { name: '我的客户' }))
})

test('a sales representative sees own records only, and no studio', async () => {
  const rep = await visit('sales_rep')
  const { body } = await (await product.as('sales_rep')).get('/api/records/customer?count=exact&limit=1')
  expect(body.page.count).toBeLessThan(await countOf('customer?'))
  expect(await rep.getByRole('link', { name: '设计中心' }).count()).toBe(0)

  await rep.goto('/o/customer')
  await shown(rep.getByRole('heading', { level: 1, name: `${body.page.count} 条` }))
  await rep.goto(`/o/customer/${await makeCustomer('宁波他人客户有限公司')}`)
  await shown(rep.getByText('找不到此内容'))
  await rep.goto('/studio/objects')
  await shown(rep.getByText('此处仅限管理员使用'))
  await rep.close()
})
