import { beforeAll, expect, test } from 'vitest'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { dataTexts, namelessControls, overflowOf, settled, strangeTexts } from './screen-checks.ts'
import { button, choose, drawer, gone, logIn, lookUp, save, shown, typeDate } from './steps.ts'
import { boxOf, drag, middleOf } from './studio-steps.ts'

const product = useProduct()
const browser = useBrowser()
const folder = process.env.E2E_SCREENSHOTS
/** wide at the top and twelve levels deep */
const DEPARTMENTS = 5000
const DEPTH = 12
let page: Page
let session: BrowserContextOptions['storageState']
const ids: Record<string, string> = {}

const make = async (object: string, values: Record<string, unknown>): Promise<string> => {
  const made = await product.admin.post(`/api/records/${object}`, values)
  expect(made.status, made.text).toBe(201)
  return made.body.id
}
const makeMany = async (object: string, create: Record<string, unknown>[]): Promise<string[]> => {
  const made: string[] = []
  for (let at = 0; at < create.length; at += 500) {
    const answer = await product.admin.post(`/api/records/${object}/batch`, {
      create: create.slice(at, at + 500),
      atomic: true,
    })
    expect(answer.status, answer.text).toBe(200)
    made.push(...answer.body.create.map(({ id }: { id: string }) => id))
  }
  return made
}

beforeAll(async () => {
  ids.head = await make('department', { name: '华中总部', code: 'HQ1', order: 1 })
  for (const [at, name] of ['武汉分公司', '长沙分公司', '郑州分公司'].entries())
    ids[name] = await make('department', { name, code: `BR${at}`, parent: ids.head, order: at * 10 + 10 })
  for (const [at, name] of ['水性涂料部', '改性塑料部', '特种橡胶部'].entries())
    ids[name] = await make('department', { name, code: `TJ${at}`, parent: ids['长沙分公司'], order: at * 10 + 10 })
  let above: (string | undefined)[] = [ids.head]
  const width = Math.ceil(DEPARTMENTS / DEPTH)
  for (let level = 1; level <= DEPTH; level += 1) {
    const rows = Array.from({ length: width }, (_, at) => ({
      name: `小组 ${level}-${at}`,
      code: `G${level}-${at}`,
      parent: above[at % above.length],
      order: 100 + at,
    }))
    above = await makeMany('department', rows)
  }
  ids.position = await make('position', { name: '区域经理', code: 'AREA', department: ids['长沙分公司'] })
  for (const [at, name] of ['段思源', '卓一鸣', '闵若溪'].entries())
    ids[name] = await make('employee', {
      name,
      emp_no: `E90${at}`,
      department: ids['长沙分公司'],
      ...(at === 0 ? { position: ids.position } : {}),
    })
  const user = await product.admin.post('/api/users', {
    username: 'duansiyuan',
    name: '段思源',
    password: 'Quiet-harbour-77',
  })
  expect(user.status, user.text).toBe(201)
  ids.user = user.body.id
  page = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: DESKTOP })
  await logIn(page)
  session = await page.context().storageState()
}, 240_000)

const seen = async (of: Page, name: string): Promise<void> => {
  await settled(of)
  if (folder) await of.screenshot({ path: `${folder}/organisation-${name}.png` })
}
const tree = (of: Page): Locator => of.getByRole('region', { name: /^(部门树|Departments)$/ })
const node = (of: Page, name: string): Locator => tree(of).locator('.st-department').filter({ hasText: name }).first()
const departmentOf = async (name: string) =>
  (await product.admin.get(`/api/records/department/${ids[name]}`)).body as Record<string, { id: string } & number>
const open = async (name: string): Promise<void> => {
  await node(page, name).click()
  await shown(page.getByRole('region', { name, exact: true }))
}

test('OBJ-1 five thousand departments are a tree that opens at once and is searched', async () => {
  await page.goto('/studio/organisation')
  await shown(node(page, '华中总部'))
  await seen(page, 'tree')
  const start = Date.now()
  await page.getByRole('textbox', { name: '搜索部门' }).fill('小组 12-17')
  await shown(node(page, '小组 12-17'))
  expect(Date.now() - start).toBeLessThan(5000)
  await node(page, '小组 12-17').click()
  await expect.poll(() => page.getByRole('navigation', { name: '上级部门' }).getByRole('button').count()).toBe(DEPTH)
  await seen(page, 'deep')
  await page.getByRole('textbox', { name: '搜索部门' }).fill('长沙')
  await open('长沙分公司')
})

test('a department gets a head, and another place by dragging or by keys', async () => {
  const panel = page.getByRole('region', { name: '长沙分公司', exact: true })
  await lookUp(panel, '负责人', '段思源')
  await expect.poll(async () => (await departmentOf('长沙分公司'))['manager']?.id).toBe(ids['段思源'])
  await shown(node(page, '长沙分公司').getByText('段思源'))
  await seen(page, 'panel')
  await page.getByRole('textbox', { name: '搜索部门' }).fill('部')
  await shown(node(page, '特种橡胶部'))
  await drag(page, middleOf(await boxOf(node(page, '特种橡胶部'))), middleOf(await boxOf(node(page, '改性塑料部'))))
  await expect.poll(async () => (await departmentOf('特种橡胶部'))['parent']?.id).toBe(ids['改性塑料部'])
  await open('水性涂料部')
  await page.getByRole('tab', { name: '位置' }).click()
  const place = page.getByRole('region', { name: '水性涂料部', exact: true })
  await button(place, '下移').click()
  await expect
    .poll(
      async () =>
        Number((await departmentOf('水性涂料部'))['order']) > Number((await departmentOf('改性塑料部'))['order']),
    )
    .toBe(true)
})

test('a person is moved by dragging onto a department, and without a mouse', async () => {
  await page.getByRole('textbox', { name: '搜索部门' }).fill('分公司')
  await open('长沙分公司')
  const panel = page.getByRole('region', { name: '长沙分公司', exact: true })
  const person = panel.getByText('卓一鸣').first()
  await panel.locator('.st-person-grip').filter({ hasText: '卓一鸣' }).dragTo(node(page, '武汉分公司'))
  await gone(person)
  const employee = async (name: string) => (await product.admin.get(`/api/records/employee/${ids[name]}`)).body
  expect((await employee('卓一鸣')).department.id).toBe(ids['武汉分公司'])
  await button(panel, '调动闵若溪到…').click()
  const box = page.getByRole('combobox', { name: '调动闵若溪到…' })
  await box.fill('郑州')
  await page.locator('.ant-select-tree-title:visible').filter({ hasText: '郑州分公司' }).click()
  await gone(panel.getByText('闵若溪').first())
  expect((await employee('闵若溪')).department.id).toBe(ids['郑州分公司'])
})

test('a department and a person are added where they belong', async () => {
  const panel = page.getByRole('region', { name: '长沙分公司', exact: true })
  await button(panel, '新建下级部门').click()
  const form = drawer(page, '新建部门')
  await form
    .getByLabel('名称', { exact: true })
    .or(form.getByLabel('部门名称', { exact: true }))
    .first()
    .fill('树脂部')
  const code = form.getByLabel('编码', { exact: true }).or(form.getByLabel('部门编码', { exact: true }))
  if ((await code.count()) > 0) await code.first().fill('TJ9')
  await save(form)
  await gone(form)
  await shown(page.getByRole('region', { name: '树脂部', exact: true }))
})

test('PLAT-62 a user gets a role with departments and an end', async () => {
  await page.goto('/studio/users')
  await page.getByRole('button', { name: '段 段思源' }).click()
  const user = drawer(page, '段思源')
  await button(user, '授予角色').click()
  await choose(user, '授予的角色', '业务员')
  const box = user.getByLabel('指定部门', { exact: true })
  await box.click()
  await box.fill('长沙')
  await page.locator('.ant-select-tree-title:visible').filter({ hasText: '长沙分公司' }).click()
  await page.keyboard.press('Escape')
  await typeDate(user, '失效日期', '2099-12-31')
  await button(user, '预览影响').click()
  const effect = user.getByRole('region', { name: '谁增加了权限，谁减少了权限' })
  await shown(effect.getByText('段思源').first())
  await effect.scrollIntoViewIfNeeded()
  await seen(page, 'assignment-effect')
  await button(user, '保存授权').click()
  await shown(user.getByText('部门：长沙分公司'))
  await seen(page, 'assignment')
  const { data } = (await product.admin.get(`/api/records/role_assignment?filter=account == '${ids.user}'`)).body
  expect(data).toMatchObject([
    { role: 'sales_rep', departments: [{ id: ids['长沙分公司'] }], valid_until: '2099-12-31' },
  ])
})

test.each([
  ['en', DESKTOP],
  ['zh-CN', PHONE],
] as const)('the organisation is whole in %s at %o', async (locale, viewport) => {
  const other = await browser.visit({ url: product.url, locale, viewport, session })
  const data = [...(await dataTexts(product.admin)), '小组', '华中总部', '武汉分公司', '长沙分公司', '郑州分公司']
  await other.goto('/studio/organisation')
  await shown(node(other, '华中总部'))
  await seen(other, `${locale}-${viewport.width}`)
  expect(await overflowOf(other)).toBe(0)
  expect(await namelessControls(other)).toEqual([])
  expect(await strangeTexts(other, locale, data)).toEqual([])
})
