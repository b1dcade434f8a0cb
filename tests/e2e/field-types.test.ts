import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { namelessControls, overflowOf, settled } from './screen-checks.ts'
import { button, choose, drawer, gone, logIn, save, shown } from './steps.ts'
import { publish } from './studio-steps.ts'

const product = useProduct()
const browser = useBrowser()
const folder = process.env.E2E_SCREENSHOTS ? mkdtempSync(join(tmpdir(), 'fieldwork-types-')) : null
const OBJECT = 'x_sample'

const both = (en: string, zh: string) => ({ en, 'zh-CN': zh })
const field = (order: number, type: string, label: object, options: object = {}) => ({
  'x-field': { type, label, order, ...options },
})
const option = (order: number, en: string, zh: string, more: object = {}) => ({ order, label: both(en, zh), ...more })

const definition = {
  name: OBJECT,
  type: 'object',
  'x-object': { label: both('Sample', '样例'), nameField: 'name', icon: 'experiment' },
  required: ['name'],
  properties: {
    name: field(10, 'text', both('Name', '名称')),
    opens: field(20, 'time', both('Opens', '开门时间')),
    sources: field(30, 'multi-select', both('Sources', '来源'), {
      options: {
        web: option(1, 'Web', '网站', { color: 'blue' }),
        fair: option(2, 'Trade fair', '展会', { color: 'green' }),
        phone: option(3, 'Phone', '电话'),
      },
    }),
    sector: field(40, 'cascading-select', both('Sector', '行业'), {
      options: {
        it: option(1, 'IT', '信息技术', {
          children: { soft: option(1, 'Software', '软件'), chips: option(2, 'Chips', '芯片') },
        }),
        bank: option(2, 'Bank', '银行'),
      },
    }),
    level: field(50, 'select', both('Level', '级别'), {
      options: { high: option(1, 'High', '高'), low: option(2, 'Low', '低') },
    }),
    step: field(60, 'select', both('Step', '步骤'), {
      options: { visit: option(1, 'Visit', '拜访'), call: option(2, 'Call', '致电') },
      dependsOn: { field: 'level', map: { high: ['visit'], low: ['call'] } },
    }),
    region: field(70, 'region', both('Region', '地区')),
    mark: field(80, 'color', both('Mark', '标记')),
    score: field(90, 'score', both('Score', '评分'), { half: true }),
    address: field(100, 'address', both('Address', '地址')),
    position: field(110, 'geolocation', both('Position', '位置')),
    data: field(120, 'json', both('Data', '附加数据')),
    story: field(130, 'rich-text', both('Story', '说明'), { searchable: true }),
  },
}

const expected = {
  name: '第一个样例',
  opens: '09:30',
  sources: ['web', 'phone'],
  sector: 'it/chips',
  level: 'low',
  step: 'call',
  region: '330106',
  mark: 'red',
  score: 4,
  address: {
    country: 'CN',
    region: '330106',
    province: '浙江省',
    city: '杭州市',
    district: '西湖区',
    street: '文三路 1 号',
  },
  position: { latitude: 30.2741, longitude: 120.1551, address: '北门' },
  data: { sizes: [1, 2] },
}

let session: BrowserContextOptions['storageState']
let page: Page
let id = ''

beforeAll(async () => {
  const answer = await product.admin.post('/api/metadata/publish', {
    put: [{ kind: 'object', definition }],
    message: 'Every type',
  })
  expect(answer.status, answer.text).toBe(200)
  page = await browser.visit({ url: product.url })
  await logIn(page)
  session = await page.context().storageState()
})

afterAll(() => {
  if (folder) console.log(`screenshots: ${folder}`)
})

/** Chooses level by level in a cascader. */
async function choosePath(scope: Locator, label: string, path: string[]): Promise<void> {
  await scope.getByLabel(label, { exact: true }).click()
  const popup = page.locator('.ant-cascader-dropdown:not(.ant-select-dropdown-hidden)')
  for (const [level, text] of path.entries()) {
    const menu = popup.locator('.ant-cascader-menu').nth(level)
    await menu.locator('.ant-cascader-menu-item').filter({ hasText: text }).first().click()
  }
}

async function fill(form: Locator): Promise<void> {
  await form.getByLabel('名称', { exact: true }).fill(expected.name)
  await form.getByLabel('开门时间', { exact: true }).fill('9:30')
  await form.getByLabel('开门时间', { exact: true }).press('Enter')
  await choose(form, '来源', '电话')
  await choose(form, '来源', '网站')
  await page.keyboard.press('Escape')
  await choosePath(form, '行业', ['信息技术', '芯片'])
  await choose(form, '级别', '高')
  await choose(form, '步骤', '拜访')
  await choose(form, '级别', '低')
  await choose(form, '步骤', '致电')
  await choosePath(form, '地区', ['浙江省', '杭州市', '西湖区'])
  await choose(form, '标记', '红色')
  await form.getByRole('radio', { name: '4 分' }).click({ position: { x: 15, y: 9 } })
  await choosePath(form, '所在地区', ['浙江省', '杭州市', '西湖区'])
  await form.getByLabel('详细地址').fill('文三路 1 号')
  await form.getByLabel('纬度').fill('30.2741')
  await form.getByLabel('经度').fill('120.1551')
  await form.getByLabel('地点说明（选填）').fill('北门')
  await form.getByLabel('附加数据', { exact: true }).fill('{"sizes": [1, 2]}')
  const story = form.getByRole('textbox', { name: '说明', exact: true })
  await story.click()
  await page.keyboard.type('第一行')
  await page.keyboard.press('Enter')
  await form.getByRole('button', { name: '加粗' }).click()
  await page.keyboard.type('粗体')
}

test('every type is filled in through the form, saved, and read back (PLAT-7)', async () => {
  await page.goto(`/o/${OBJECT}`)
  await button(page, '新建样例').first().click()
  const form = await shown(drawer(page, '样例'))
  await fill(form)
  if (folder) await page.screenshot({ path: join(folder, 'filled.png') })
  await save(form)
  await gone(form)

  const { body } = await product.admin.get(`/api/records/${OBJECT}`)
  expect(body.data).toHaveLength(1)
  expect(body.data[0]).toMatchObject(expected)
  expect(body.data[0].story).toBe('<p>第一行</p><p><strong>粗体</strong></p>')
  id = body.data[0].id

  await page.goto(`/o/${OBJECT}/${id}`)
  const main = await shown(page.locator('.fw-record-main'))
  for (const text of ['09:30', '网站', '信息技术 / 芯片', '浙江省 / 杭州市 / 西湖区', '红色', '北门 30.2741° N']) {
    await shown(main.getByText(text).first())
  }
  await shown(main.getByText('浙江省杭州市西湖区文三路 1 号'))
  await shown(main.locator('strong', { hasText: '粗体' }))
})

test('what is wrong inside a value is told at its field', async () => {
  expect(id, 'the record that the first test makes').not.toBe('')
  await page.goto(`/o/${OBJECT}/${id}`)
  await button(page, '编辑').first().click()
  const form = await shown(drawer(page, '样例'))
  await form.getByLabel('纬度').fill('95')
  await save(form)
  await shown(form.locator('.fw-summary').getByText('位置 · 纬度不能大于 90'))
  await form.getByLabel('纬度').fill('31')
  await save(form)
  await gone(form)
  const { body } = await product.admin.get(`/api/records/${OBJECT}/${id}`)
  expect(body.position.latitude).toBe(31)
  expect(body.version).toBe(2)
})

test('a list is filtered by what lists and branches hold', async () => {
  await page.goto(`/o/${OBJECT}`)
  const rows = page.getByRole('grid', { name: '样例' }).getByRole('row')
  await shown(rows.nth(1))
  const address = (filter: string) => `/o/${OBJECT}?filter=${encodeURIComponent(filter)}`
  for (const [filter, words] of [
    ["('web' in sources || 'fair' in sources)", '包含任一'],
    ["startsWith(sector + '/', 'it/')", '信息技术'],
    ["startsWith(region, '33')", '浙江省'],
  ] as const) {
    await page.goto(address(filter))
    await shown(page.locator('.fw-chip').filter({ hasText: words }))
    await shown(rows.nth(1))
  }
})

describe.each([
  { locale: 'zh-CN' as const, device: 'desktop', viewport: DESKTOP },
  { locale: 'zh-CN' as const, device: 'phone', viewport: PHONE },
  { locale: 'en' as const, device: 'desktop', viewport: DESKTOP },
  { locale: 'en' as const, device: 'phone', viewport: PHONE },
])('$locale on a $device', ({ locale, device, viewport }) => {
  const screens = [
    ['list', `/o/${OBJECT}`, '[role="gridcell"], .fw-card'],
    ['detail', '', '.fw-record-main dl'],
    ['form', '', '[role="dialog"] .fw-rich-input'],
  ] as const

  test.each(screens)('%s', async (name, path, ready) => {
    expect(id, 'the record that the first test makes').not.toBe('')
    const seen = await browser.visit({ url: product.url, locale, viewport, session })
    await seen.goto(path || `/o/${OBJECT}/${id}`)
    if (name === 'form') {
      await shown(seen.locator('.fw-record-main dl').first())
      await seen.keyboard.press('e')
    }
    await shown(seen.locator(ready).first())
    await settled(seen)
    if (folder) await photograph(seen, `${locale}-${device}-${name}`, name === 'form')
    expect.soft(await overflowOf(seen), 'pixels beyond the edge').toBe(0)
    expect.soft(await namelessControls(seen), 'controls without a name').toEqual([])
    await seen.close()
  })
})

/** The screen, and for a form also what scrolling brings up. */
async function photograph(seen: Page, name: string, isForm: boolean): Promise<void> {
  await seen.screenshot({ path: join(folder ?? '', `${name}.png`), animations: 'disabled' })
  if (!isForm) return
  await seen.locator('.fw-rich-input').first().scrollIntoViewIfNeeded()
  await seen.screenshot({ path: join(folder ?? '', `${name}-end.png`), animations: 'disabled' })
}
const at = (field: string) => `/studio/objects/${OBJECT}/fields?at=${field}`

describe('the options of every type are edited in the studio', () => {
  const widths = [
    { device: 'desktop', viewport: DESKTOP },
    { device: 'phone', viewport: PHONE },
  ]

  test('a tree gets an option below another by keyboard alone, and is published', async () => {
    await page.goto(at('sector'))
    const editor = await shown(page.getByRole('dialog'))
    await editor.getByRole('button', { name: '在第 1 项下新增' }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.type('云计算')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Cloud')
    await button(editor, '保存修改').click()
    await gone(editor)
    await publish(page, '行业增加云计算')
    const { body } = await product.admin.get('/api/metadata/object')
    const { properties } = body.data.find(({ name }: { name: string }) => name === OBJECT)
    expect(properties.sector['x-field'].options.it.children).toMatchObject({
      cloud: { label: { en: 'Cloud', 'zh-CN': '云计算' } },
    })
  })

  test.each((['zh-CN', 'en'] as const).flatMap((locale) => widths.map((width) => ({ locale, ...width }))))(
    '$locale on a $device',
    async ({ locale, device, viewport }) => {
      const seen = await browser.visit({ url: product.url, locale, viewport, session })
      for (const name of Object.keys(definition.properties).slice(1)) {
        await seen.goto(at(name))
        await shown(seen.getByRole('dialog').getByRole('textbox').first())
        await settled(seen)
        if (folder) await seen.screenshot({ path: join(folder, `studio-${locale}-${device}-${name}.png`) })
        expect.soft(await overflowOf(seen), `pixels beyond the edge: ${name}`).toBe(0)
        expect.soft(await namelessControls(seen), `controls without a name: ${name}`).toEqual([])
      }
      await seen.close()
    },
  )
})
