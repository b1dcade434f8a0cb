import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { useBrowser } from '../support/browser.ts'
import { field, label } from '../support/definitions.ts'
import { useProduct } from './product.ts'
import { logIn } from './steps.ts'

const product = useProduct()
const browser = useBrowser()
const account = {
  name: 'key_account',
  'x-object': { label: label('Key account', '重点账户'), nameField: 'title', apps: ['sales'] },
  properties: {
    title: field('text', 'Title', '标题'),
    phone: field('phone', 'Phone', '联系电话'),
    grade: field('text', 'Grade', '评级'),
    margin: field('money', 'Margin', '毛利', { scale: 2 }),
  },
}
const fields = { phone: 'mask', grade: 'read', margin: 'none' }
const grants = { key_account: { operations: ['read', 'create', 'update'], fields } }
let page: Page
let id = ''

beforeAll(async () => {
  const put = [
    { kind: 'object', definition: account },
    { kind: 'role', definition: { name: 'assistant', label: label('Assistant', '助理'), grants } },
  ]
  const published = await product.admin.post('/api/metadata/publish', { put })
  expect(published.status, published.text).toBe(200)
  const values = { title: '一号', phone: '13812341234', grade: 'A级', margin: 4321 }
  id = (await product.admin.post('/api/records/key_account', values)).body.id
  const person = (await product.admin.get('/api/users?limit=200')).body.data.find(
    ({ username }: { username: string }) => username === 'sales_rep',
  )
  const given = await product.admin.patch(`/api/users/${person.id}`, { roles: ['assistant'] })
  expect(given.status, given.text).toBe(200)
  page = await browser.visit({ url: product.url })
  await logIn(page, 'sales_rep')
})

/** Takes a picture where somebody asked for them. */
async function look(name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (folder) await page.screenshot({ path: `${folder}/field-rights-${name}.png` })
}

test('lists and pages show previews and nothing of what does not exist for a person (PLAT-69)', async () => {
  for (const path of ['/o/key_account', `/o/key_account/${id}`]) {
    await page.goto(path)
    await page.getByText('138••••1234').first().waitFor()
    const text = await page.locator('body').innerText()
    expect(text).toContain('A级')
    expect(text).not.toMatch(/毛利|4,?321|13812341234/)
    await look(path.endsWith(id) ? 'page' : 'list')
  }
})

test('a form offers only what may be written', async () => {
  await page.goto(`/o/key_account/${id}`)
  await page.getByRole('button', { name: '编辑' }).first().click()
  const form = page.getByRole('dialog')
  const title = form.getByLabel('标题', { exact: true })
  await title.fill('二号')
  expect(await form.getByText('138••••1234').count()).toBe(1)
  expect(await form.getByText('毛利').count()).toBe(0)
  expect(await form.locator('input:enabled, textarea:enabled').count()).toBe(1)
  await look('form')
  await form.getByRole('button', { name: '保存' }).click()
  const stored = async () => (await product.admin.get(`/api/records/key_account/${id}`)).body
  await expect.poll(async () => (await stored()).title).toBe('二号')
  expect(await stored()).toMatchObject({ phone: '13812341234', grade: 'A级', margin: 4321 })
})

const grant = (more: object) => ({ shared_account: { operations: ['read', 'create', 'update'], ...more } })

test('where a field may be written on some records only, the form of each knows', async () => {
  const definition = {
    name: 'shared_account',
    'x-object': { label: label('Shared account', '共管账户'), nameField: 'title', apps: ['sales'], owner: true },
    required: ['title', 'margin'],
    properties: { title: field('text', 'Title', '标题'), margin: field('money', 'Margin', '毛利', { scale: 2 }) },
  }
  const put = [
    { kind: 'object', definition },
    { kind: 'role', definition: { name: 'keeper', label: label('Keeper', '责任人'), grants: grant({ scope: 'own' }) } },
    {
      kind: 'role',
      definition: { name: 'editor', label: label('Editor', '编辑'), grants: grant({ fields: { margin: 'read' } }) },
    },
  ]
  const published = await product.admin.post('/api/metadata/publish', { put })
  expect(published.status, published.text).toBe(200)
  const users = (await product.admin.get('/api/users')).body.data as { id: string; username: string }[]
  const seller = users.find(({ username }) => username === 'sales_rep')!
  await product.admin.patch(`/api/users/${seller.id}`, { roles: ['keeper', 'editor'] })
  const make = async (title: string, owner: object): Promise<string> =>
    (await product.admin.post('/api/records/shared_account', { title, margin: 12, ...owner })).body.id
  const [own, other] = [await make('自己的', { owner: seller.id }), await make('别人的', {})]

  const form = page.getByRole('dialog')
  for (const [record, isWritable] of [
    [own, true],
    [other, false],
  ] as const) {
    await page.goto(`/o/shared_account/${record}`)
    await page.getByRole('button', { name: '编辑' }).first().click()
    await form.getByLabel('标题', { exact: true }).waitFor()
    await look(isWritable ? 'own' : 'other')
    const inputs = form.locator('[data-field-frame$="_margin"] input:enabled')
    expect((await inputs.count()) > 0).toBe(isWritable)
    await form.getByLabel('标题', { exact: true }).fill('改了名')
    await form.getByRole('button', { name: '保存' }).click()
    await expect
      .poll(async () => (await product.admin.get(`/api/records/shared_account/${record}`)).body.title)
      .toBe('改了名')
    expect((await product.admin.get(`/api/records/shared_account/${record}`)).body.margin).toBe(12)
  }
})
