import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { PHONE, useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { namelessControls, overflowOf, settled } from './screen-checks.ts'
import { button, choose, logIn, shown } from './steps.ts'
import { fillNames, publish } from './studio-steps.ts'

const STAMPS = fileURLToPath(new URL('../fixtures/plugins/stamps', import.meta.url))

const product = useProduct({ PLUGINS: STAMPS })
const browser = useBrowser()
const sets = async () => (await product.admin.get('/api/plugins/stamps/sets')).body.sets

test('documents of a kind that a plugin adds are listed, made, checked, published, changed and taken back', async () => {
  expect((await product.admin.post('/api/plugins/stamps/enable', { confirm: true })).status).toBe(200)
  const page = await browser.visit({ url: product.url })
  await logIn(page)
  await page.goto('/studio/plugins')
  await page.locator('.st-nav').getByRole('link', { name: '套票' }).click()
  const row = page.getByRole('row').filter({ hasText: '生肖' })
  await shown(row.getByText('12', { exact: true }))

  await button(page, '新建套票').click()
  const dialog = page.getByRole('dialog')
  await fillNames(dialog, '名称', { zh: '龙', en: 'Dragons' })
  await dialog.getByRole('button', { name: /创\s*建/ }).click()
  const form = page.getByRole('region', { name: '套票' })
  await choose(form, '对象', '邮票')
  await form.getByLabel('区分字段').fill('note')
  await form.getByLabel('枚数').fill('2')
  await form.getByRole('switch').click()
  const problems = page.getByRole('region', { name: /问题/ })
  await shown(problems.getByText('“note”不是邮票编号'))
  await settled(page)
  expect(await namelessControls(page)).toEqual([])
  await form.getByLabel('区分字段').fill('number')
  await shown(page.getByText('没有发现问题'))
  await publish(page, '套票')
  expect((await sets()).dragons).toEqual({ by: 'number', size: 2 })
  expect((await product.admin.get('/api/metadata/stamps.set/dragons')).body).toMatchObject({ rare: true })

  await page.goto('/studio/kinds/stamps.set/dragons')
  await form.getByLabel('枚数').fill('5')
  await publish(page, '枚数')
  await page.goto('/studio/kinds/stamps.set/dragons')
  await shown(page.getByRole('region', { name: '版本记录' }).getByRole('listitem').nth(1))
  expect((await sets()).dragons.size).toBe(5)

  await button(page, '移除').click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /移\s*除/ })
    .click()
  await publish(page, '套票')
  expect(await sets()).not.toHaveProperty('dragons')
})

test('they are read on a phone, in English', async () => {
  const page = await browser.visit({ url: product.url })
  await logIn(page)
  const session = await page.context().storageState()
  const phone = await browser.visit({ url: product.url, locale: 'en', viewport: PHONE, session })
  await phone.goto('/studio/kinds/stamps.set/zodiac')
  await shown(phone.getByLabel('Stamps in it'))
  await settled(phone)
  const folder = process.env.SCREENSHOTS
  if (folder) await phone.screenshot({ path: `${folder}/kinds-phone.png`, fullPage: true })
  expect(await overflowOf(phone)).toBe(0)
  expect(await namelessControls(phone)).toEqual([])
})
