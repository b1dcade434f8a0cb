import { fileURLToPath } from 'node:url'
import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { namelessControls, overflowOf, settled } from './screen-checks.ts'
import { button, choose, gone, logIn, shown } from './steps.ts'
import { fillNames } from './studio-steps.ts'

const STAMPS = fileURLToPath(new URL('../fixtures/plugins/stamps', import.meta.url))

const product = useProduct({ PLUGINS: STAMPS })
const browser = useBrowser()
const folder = process.env.E2E_SCREENSHOTS
let page: Page

beforeAll(async () => {
  expect((await product.admin.post('/api/plugins/stamps/enable', { confirm: true })).status).toBe(200)
  page = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: DESKTOP })
  await logIn(page)
})

const seen = async (of: Page, name: string): Promise<void> => {
  await settled(of)
  if (folder) await of.screenshot({ path: `${folder}/plugins-${name}.png` })
  expect(await overflowOf(of)).toBe(0)
  expect(await namelessControls(of)).toEqual([])
}
const canvas = (): Locator => page.getByRole('group', { name: '画布' })

test('settings of a plugin are drawn from its schema, choices by their words', async () => {
  await page.goto('/studio/plugins')
  await button(page.getByRole('listitem', { name: '邮票' }), '设置').click()
  const form = page.getByRole('dialog', { name: '邮票' })
  await choose(form, '纸张', '背胶纸')
  await form.getByLabel('上限').fill('7')
  await seen(page, 'settings')
  await button(form, '保存').click()
  await gone(form)
  const { body } = await product.admin.get('/api/plugins/stamps/settings')
  expect(body.values).toMatchObject({ limit: 7, paper: 'gummed' })
})

test('triggers and steps of a plugin are chosen and filled in like those of the platform', async () => {
  await page.goto('/studio/workflows')
  await button(page, '新建工作流').first().click()
  const dialog = page.getByRole('dialog', { name: '新建工作流' })
  await fillNames(dialog, '工作流名称', { zh: '收邮票', en: 'Take stamps' })
  await choose(dialog, '触发方式', '有人出让邮票')
  await button(dialog, '创建并打开画布').click()
  await gone(dialog)
  const side = page.locator('.st-wf-side')
  await canvas().locator('[data-key="@trigger"]').click()
  await side.getByLabel('最高价格').fill('90')
  await seen(page, 'trigger')
  await canvas()
    .getByRole('button', { name: /之后添加步骤/ })
    .click()
  const chooser = page.getByRole('dialog', { name: '选择步骤' })
  await chooser.getByLabel('查找步骤').fill('统计字数')
  await seen(page, 'picker')
  await chooser.getByLabel('查找步骤').press('Enter')
  await gone(chooser)
  await side.getByLabel('内容', { exact: true }).fill('{{ vars.price }}')
  await seen(page, 'step')
  const phone = await browser.visit({
    url: product.url,
    locale: 'en',
    viewport: PHONE,
    session: await page.context().storageState(),
  })
  await phone.goto('/studio/plugins')
  await shown(phone.getByRole('listitem', { name: 'Stamps' }))
  await seen(phone, 'phone')
})
