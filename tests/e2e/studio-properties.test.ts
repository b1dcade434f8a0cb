import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { useBrowser } from '../support/browser.ts'
import { field, label } from '../support/definitions.ts'
import { useProduct } from './product.ts'
import { publish } from './studio-steps.ts'
import { button, choose, drawer, gone, logIn, shown } from './steps.ts'

const depot = {
  name: 'depot',
  'x-object': { label: label('Depot', '仓库'), nameField: 'name' },
  properties: { name: field('text', 'Name', '名称'), town: field('text', 'Town', '城市') },
}
const parcel = {
  name: 'parcel',
  'x-object': { label: label('Parcel', '包裹'), nameField: 'name' },
  properties: {
    name: field('text', 'Name', '名称'),
    phone: field('text', 'Phone', '收件电话'),
    depot: field('lookup', 'Depot', '发出仓库', { object: 'depot' }),
  },
}

const product = useProduct()
const browser = useBrowser()
let page: Page

beforeAll(async () => {
  const put = [depot, parcel].map((definition) => ({ kind: 'object', definition }))
  expect((await product.admin.post('/api/metadata/publish', { put })).body.problems).toBeUndefined()
  page = await browser.visit({ url: product.url })
  await logIn(page)
  await page.goto('/studio/objects/parcel')
})

async function look(name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (folder) await page.screenshot({ path: `${folder}/properties-${name}.png` })
}

/** Ends the form of a field that is published already. */
async function keep(form: Locator): Promise<void> {
  await button(form, '保存修改').click()
  await gone(form)
}

const openField = async (name: string) => {
  await page.getByRole('row').filter({ hasText: name }).getByRole('button', { name, exact: true }).click()
  return shown(drawer(page, name))
}

test('who sees a field, and what makes no difference to it, is set in the studio (PLAT-8)', async () => {
  const form = await openField('收件电话')
  await form.getByLabel('唯一', { exact: true }).click()
  await form.getByLabel('空格').check()
  await choose(form, '敏感字段', '只显示末四位')
  await choose(form, '在报表中', '不使用')
  await form.getByLabel('可筛选', { exact: true }).click()
  await look('field-zh-1440')
  await keep(form)
})

test('what a lookup brings along is set at the lookup (PLAT-15)', async () => {
  const form = await openField('发出仓库')
  await button(form, '添加字段').click()
  await form.getByLabel('锁定带出的内容').click()
  await look('copy-zh-1440')
  await keep(form)
  await publish(page, '字段属性')
  const { body } = await product.admin.get('/api/metadata/object/parcel')
  const { phone, depot: lookup } = body.properties
  expect(phone['x-field']).toMatchObject({
    unique: { ignoreSpaces: true },
    sensitive: { mask: 'last4' },
    reportable: 'none',
    filterable: false,
  })
  expect(lookup['x-field']).toMatchObject({ copy: { name: 'name' }, lock: true })
})
