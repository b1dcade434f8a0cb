import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { label } from '../support/definitions.ts'
import { useProduct } from './product.ts'
import { namelessControls, overflowOf, settled } from './screen-checks.ts'
import { button, logIn, shown } from './steps.ts'

const product = useProduct()
const browser = useBrowser()
const folder = process.env.E2E_SCREENSHOTS
let page: Page
let session: BrowserContextOptions['storageState']

const parcel = {
  name: 'parcel',
  type: 'object',
  'x-object': { label: label('Parcel', '包裹'), nameField: 'title' },
  properties: { title: { type: 'string', 'x-field': { type: 'text', label: label('Title', '标题') } } },
}

beforeAll(async () => {
  await product.admin.post('/api/metadata/publish', { put: [{ kind: 'object', definition: parcel }] })
  const first = await browser.visit({ url: product.url })
  await logIn(first)
  session = await first.context().storageState()
  await first.close()
  page = await browser.visit({ url: product.url, locale: 'en', viewport: DESKTOP, session })
})

afterAll(() => page?.close())

const seen = async (name: string, on = page): Promise<void> => {
  await settled(on)
  await on.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'))
  if (folder) await on.screenshot({ path: `${folder}/${name}.png` })
}

test('PLAT-83 an administrator makes a backup, tests it, sets the schedule and restores it', async () => {
  await page.goto(`${product.url}/studio/backups`)
  await shown(page.getByText('No backups yet'))
  await seen('backups-empty')
  await button(page, 'Back up now').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Note').fill('before the move')
  await button(dialog, 'Start').click()
  await shown(page.getByRole('link', { name: 'Download' }))

  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Test' }).click()
  await shown(page.getByText(/^Tested 2/))

  await button(page, 'Change the schedule').click()
  await page.getByRole('checkbox', { name: 'Make backups by themselves' }).check()
  await seen('backups-schedule')
  await button(page.getByRole('dialog'), 'Save').click()
  await shown(page.getByText(/Next backup by the schedule/))
  await seen('backups-list')

  await product.make('parcel', { title: 'came later' })
  await page.getByRole('button', { name: 'Restore', exact: true }).click()
  const restore = page.getByRole('dialog')
  const go = restore.getByRole('button', { name: 'Restore' })
  await shown(restore.getByRole('row', { name: /Parcel/ }))
  expect(await go.isDisabled()).toBe(true)
  await restore.getByLabel(/to confirm/).fill('Fieldwork')
  await seen('backups-restore')
  await go.click()
  await expect
    .poll(async () => (await product.admin.get('/api/backups')).body?.data?.at(-1)?.restored_at ?? null, {
      timeout: 30_000,
    })
    .not.toBeNull()
  await shown(page.getByRole('button', { name: 'Log in' }))
  const left = await product.admin.get('/api/records/parcel')
  expect(left.body.data).toEqual([])
})

test('the page of backups fits a phone, in Chinese, and every control has a name', async () => {
  const first = await browser.visit({ url: product.url })
  await logIn(first)
  const again = await first.context().storageState()
  await first.close()
  const phone = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: PHONE, session: again })
  await phone.goto(`${product.url}/studio/backups`)
  await shown(phone.getByRole('heading', { name: '备份', exact: true }))
  await shown(phone.getByText(/before the move/))
  await seen('backups-phone', phone)
  expect(await overflowOf(phone)).toBe(0)
  expect(await namelessControls(phone)).toEqual([])

  await button(phone.getByRole('listitem').filter({ hasText: 'before the move' }), '恢复').click()
  const dialog = phone.getByRole('dialog')
  await shown(dialog.getByLabel(/以确认|确认/))
  await seen('backups-phone-restore', phone)
  expect(await overflowOf(phone)).toBe(0)
  expect(await namelessControls(phone)).toEqual([])
  await phone.close()

  const desktop = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: DESKTOP, session: again })
  await desktop.goto(`${product.url}/studio/backups`)
  await shown(desktop.getByText(/before the move/))
  await seen('backups-zh', desktop)
  expect(await overflowOf(desktop)).toBe(0)
  await desktop.close()
})
