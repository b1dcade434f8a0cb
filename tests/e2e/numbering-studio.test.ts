import { beforeAll, expect, test } from 'vitest'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { field, label } from '../support/definitions.ts'
import { useProduct } from './product.ts'
import { namelessControls, overflowOf, settled, strangeTexts } from './screen-checks.ts'
import { button, choose, drawer, gone, logIn, save, shown } from './steps.ts'
import { addField, publish } from './studio-steps.ts'

const product = useProduct()
const browser = useBrowser()
const folder = process.env.E2E_SCREENSHOTS
const year = new Date().toLocaleString('en', { year: 'numeric', timeZone: 'Asia/Shanghai' })
let page: Page
let session: BrowserContextOptions['storageState']

const permit = {
  name: 'permit',
  type: 'object',
  required: ['title'],
  'x-object': { label: label('Permit', '许可证'), nameField: 'title' },
  properties: {
    title: field('text', 'Title', '标题'),
    grade: field('select', 'Grade', '级别', {
      options: {
        high: { order: 1, label: label('High', '高级'), code: 'A1' },
        low: { order: 2, label: label('Low', '初级') },
      },
    }),
  },
}

beforeAll(async () => {
  const put = [{ kind: 'object', definition: permit }]
  expect((await product.admin.post('/api/metadata/publish', { put })).status).toBe(200)
  page = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: DESKTOP })
  await logIn(page)
  session = await page.context().storageState()
})

const seen = async (of: Page, name: string): Promise<void> => {
  await settled(of)
  if (folder) await of.screenshot({ path: `${folder}/numbering-${name}.png` })
}

async function addPart(form: Locator, kind: string): Promise<void> {
  await button(form, '添加一段').click()
  await page.getByRole('menuitem', { name: new RegExp(`^${kind}`) }).click()
}

const numbersIn = (form: Locator) => form.getByRole('status', { name: '最先的三个编号' }).locator('span')
const part = (form: Locator, words: string) => form.getByLabel(words, { exact: true })

test('PLAT-16 an administrator builds a number of prefix, option code, year and counter', async () => {
  await page.goto('/studio/objects/permit/fields')
  await addField(page, {
    type: '自动编号',
    names: { zh: '许可编号', en: 'Permit number' },
    async fill(form) {
      await part(form, '第 1 段：固定文字').fill('XK-')
      await page.getByRole('button', { name: '移除第 3 段：日期' }).click()
      await choose(form, '流水号重新计数', '每年')
      await shown(form.getByText(`XK-${year}-0001`, { exact: true }))
      await page.getByRole('button', { name: '移除第 2 段：日期' }).click()
      await shown(form.getByText(/编号会重复，请在格式中加入 \{yyyy\}/))
      await addPart(form, '日期')
      await page.getByRole('button', { name: '移动第 4 段：日期' }).press('ArrowUp')
      await page.getByRole('button', { name: '移动第 3 段：日期' }).press('ArrowUp')
      await addPart(form, '选项代码')
      await choose(form, '第 5 段：选项代码', '级别')
      await page.getByRole('button', { name: '移动第 5 段：选项代码' }).press('ArrowUp')
      expect(await form.getByLabel('级别 示例').inputValue()).toBe('A1')
      await form.getByLabel('级别 示例').fill('B2')
      await shown(form.getByText(`XK-${year}-B20001`, { exact: true }))
      await form.getByLabel('级别 示例').fill('A1')
      await form.getByLabel('起始号').fill('100')
      await form.getByRole('checkbox', { name: '级别' }).check()
      await shown(form.getByText('绝不跳号', { exact: false }))
      expect(await numbersIn(form).allInnerTexts()).toEqual([
        `XK-${year}-A10100`,
        `XK-${year}-A10101`,
        `XK-${year}-A10102`,
      ])
      await shown(form.getByText(`${Number(year) + 1}-01-01 起：XK-${Number(year) + 1}-A10100`))
      await form.getByRole('group', { name: '编号组成' }).scrollIntoViewIfNeeded()
      await seen(page, 'drawer')
      expect(await namelessControls(page)).toEqual([])
      expect(await strangeTexts(page, 'zh-CN', ['XK-', 'A1', 'ABC', '许可证'])).toEqual([])
    },
  })
  await publish(page, '许可证编号')
  const { body } = await product.admin.get('/api/metadata/object')
  const found = body.data.find(({ name }: { name: string }) => name === 'permit')
  expect(found.properties.permit_number['x-field']).toMatchObject({
    format: 'XK-{yyyy}-{code:grade}{0000}',
    reset: 'year',
    start: 100,
    scope: ['grade'],
    gaps: 'none',
  })
})

test('new records have their numbers in the list', async () => {
  for (const [title, grade] of [
    ['爆破', '高级'],
    ['吊装', '高级'],
    ['焊接', '初级'],
  ] as const) {
    await page.goto('/o/permit')
    await button(page, '新建许可证').first().click()
    const form = drawer(page, '新建许可证')
    await part(form, '标题').fill(title)
    await choose(form, '级别', grade)
    await save(form)
    await gone(form)
  }
  await page.goto('/o/permit')
  for (const number of [`XK-${year}-A10100`, `XK-${year}-A10101`, `XK-${year}-low0100`])
    await shown(page.getByText(number, { exact: true }))
  await seen(page, 'list')
})

test('what the platform refuses stands at the input, and a published format can be changed, on a phone too', async () => {
  const phone = await browser.visit({ url: product.url, locale: 'en', viewport: PHONE, session })
  await phone.goto('/studio/objects/permit/fields?at=permit_number')
  const form = drawer(phone, 'Permit number')
  await shown(form.getByText('Records that exist keep their numbers', { exact: false }))
  await shown(form.getByText(`XK-${year}-A10100`, { exact: true }))
  await form.getByRole('group', { name: 'Parts of the number' }).scrollIntoViewIfNeeded()
  await seen(phone, 'phone')
  expect(await overflowOf(phone)).toBe(0)
  expect(await strangeTexts(phone, 'en', ['许可证', '许可编号'])).toEqual([])
  await button(form, 'Add part').click()
  await phone.getByRole('menuitem', { name: /^Field value/ }).click()
  await shown(form.getByText('Choose what the added part shows'))
  await seen(phone, 'phone-problem')
})

test('what only the whole draft shows to be wrong stands at the input too', async () => {
  await page.goto('/studio/objects/permit/fields')
  await page.getByRole('button', { name: '移除 级别' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '移除字段' }).click()
  await page.getByRole('button', { name: '许可编号', exact: true }).click()
  const form = drawer(page, '许可编号')
  await shown(form.getByRole('group', { name: '编号组成' }).getByText(/仍在使用字段级别/))
  await seen(page, 'refused')
  await page.getByRole('button', { name: '移除第 4 段：选项代码' }).click()
  await gone(form.getByText(/仍在使用字段级别/))
})
