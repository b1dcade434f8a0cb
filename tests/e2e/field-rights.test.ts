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
