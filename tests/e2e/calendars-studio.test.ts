import { beforeAll, expect, test } from 'vitest'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { settled } from './screen-checks.ts'
import { button, logIn, shown } from './steps.ts'
import { boxOf, drag, fillNames, middleOf, publish } from './studio-steps.ts'

const product = useProduct()
const browser = useBrowser()
const folder = process.env.E2E_SCREENSHOTS
let page: Page
let session: BrowserContextOptions['storageState']

beforeAll(async () => {
  page = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: DESKTOP })
  await logIn(page)
  session = await page.context().storageState()
})

const seen = async (of: Page, name: string): Promise<void> => {
  await settled(of)
  if (folder) await of.screenshot({ path: `${folder}/calendars-${name}.png`, fullPage: true })
}

test('PLAT-52 an administrator marks holidays and make-up days over the shipped calendar, and publishes', async () => {
  await page.goto('/studio/calendars')
  await shown(page.getByRole('link', { name: '中国大陆' }))
  await button(page, '新建工作日历').click()
  const year = new Date().getFullYear()
  const day = (date: string) => page.locator(`[data-date="${year}-${date}"]`)
  const main = page.locator('.st-cal-page')
  await shown(day('07-14'))
  await fillNames(main, '日历名称', { zh: '工厂日历', en: 'Factory' })
  await fillNames(main, '节日名称', { zh: '检修', en: 'Overhaul' })
  await drag(page, middleOf(await boxOf(day('07-14'))), middleOf(await boxOf(day('07-16'))))
  await shown(page.getByRole('button', { name: /放假 · 检修/ }).nth(2))
  await main.getByText('调休上班', { exact: true }).click()
  await day('07-18').focus()
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Enter')
  await page.getByLabel('一般工作时间').fill('08:00-25:00')
  await shown(page.getByText('请写作 09:00-12:00, 13:30-18:00'))
  await page.getByLabel('一般工作时间').fill('08:00-12:00，13:00-17:00')
  await seen(page, 'editor')
  await publish(page, '工厂日历')
  const label = { en: 'Overhaul', 'zh-CN': '检修' }
  const { body } = await product.admin.get('/api/metadata/calendar/calendar')
  expect(body).toMatchObject({
    basedOn: 'china',
    hours: [
      { from: '08:00', to: '12:00' },
      { from: '13:00', to: '17:00' },
    ],
    years: {
      [year]: {
        holidays: { holiday: { label, from: `${year}-07-14`, to: `${year}-07-16` } },
        makeUpDays: { [`${year}-07-18`]: { label }, [`${year}-07-19`]: { label } },
      },
    },
  })
})

test('the year is read on a phone', async () => {
  const phone = await browser.visit({ url: product.url, locale: 'en', viewport: PHONE, session })
  await phone.goto('/studio/calendars/china')
  await shown(phone.getByRole('table', { name: 'July' }))
  await seen(phone, 'phone')
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width)
})
