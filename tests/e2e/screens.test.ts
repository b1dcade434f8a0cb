import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { dataTexts, namelessControls, overflowOf, settled, strangeTexts } from './screen-checks.ts'
import { logIn, shown } from './steps.ts'

const product = useProduct()
const browser = useBrowser()
/** where `npm run screenshots` wants pictures; then dark ones too */
const folder = process.env.E2E_SCREENSHOTS
const themes = folder ? (['light', 'dark'] as const) : (['light'] as const)

let session: BrowserContextOptions['storageState']
let data: string[] = []
let customer = ''

beforeAll(async () => {
  const page = await browser.visit({ url: product.url })
  await logIn(page)
  session = await page.context().storageState()
  await page.close()
  const found = await product.admin.get("/api/records/customer?filter=life_stage == 'formal'&fields=id&limit=1")
  customer = found.body.data[0].id
  await deleteOneRecord()
  data = [
    ...(await dataTexts(product.admin)),
    '待删除的区域',
    '示例数据',
    'Sample data',
    'Chrome · Linux',
    'node',
    'test',
  ]
})

afterAll(() => {
  if (folder) console.log(`screenshots: ${folder}`)
})

/** The recycle bin has something to show. */
async function deleteOneRecord(): Promise<void> {
  const made = await product.admin.post('/api/records/region', { code: 'DEL', name: '待删除的区域' })
  const removed = await product.admin.delete(`/api/records/region/${made.body.id}`)
  expect(removed.status, removed.text).toBe(204)
}

interface Screen {
  name: string
  path: () => string
  /** what is on it when it is complete */
  ready: string
  /** brings up what the address alone does not */
  act?: (page: Page) => Promise<unknown>
}

const at = (name: string, path: string, ready: string, act?: Screen['act']): Screen => ({
  name,
  path: () => path,
  ready,
  ...(act && { act }),
})
const studioTab = (tab: string, ready: string) =>
  at(`object: ${tab}`, `/studio/objects/opportunity/${tab}`, `.ant-tabs ${ready}`)

const screens: Screen[] = [
  at('home', '/', '.fw-entries li:last-child'),
  at('list', '/o/customer', '[role="gridcell"], .fw-card'),
  at('empty list', '/o/customer?q=there-is-no-such-customer', '.fw-empty'),
  { name: 'detail', path: () => `/o/customer/${customer}`, ready: '.fw-timeline-entry' },
  at('form', '/o/opportunity', '[role="gridcell"], .fw-card', openForm),
  at('form with problems', '/o/opportunity', '[role="gridcell"], .fw-card', async (page) => {
    await openForm(page)
    await page.keyboard.press('Control+Enter')
    await shown(page.locator('.fw-summary'))
  }),
  at('search', '/', '.fw-entries li:last-child', async (page) => {
    await page.keyboard.press('Control+k')
    await shown(page.getByRole('option').first())
  }),
  at('keyboard help', '/', '.fw-entries li:last-child', async (page) => {
    await page.keyboard.press('?')
    await shown(page.getByRole('dialog'))
  }),
  at('recycle bin', '/recycle-bin', '.fw-bin-table tbody tr'),
  at('unknown page', '/there-is-no-such-page', '.fw-centred .fw-empty'),
  at('studio: objects', '/studio/objects', '.st-object-table tbody tr:nth-child(5)'),
  at('studio: packages', '/studio/packages', '.st-cards .st-package:nth-child(3)'),
  at('studio: new object', '/studio/objects', '.st-object-table tbody tr:nth-child(5)', async (page) => {
    await page.locator('.st-page .ant-btn-primary').click()
    await shown(page.getByRole('dialog').getByRole('textbox').first())
  }),
  studioTab('fields', '.st-field-table tbody tr'),
  at('field', '/studio/objects/opportunity/fields?at=stage', '[role="dialog"] .st-choice:not(.st-choice-head)'),
  studioTab('relations', '.st-relation'),
  studioTab('rules', 'li, .fw-empty'),
  studioTab('states', '.st-table tbody tr'),
  studioTab('views', '.st-view-table tbody tr'),
  at('view', '/studio/objects/opportunity/views', '.st-view-table tbody tr', async (page) => {
    await page.locator('.st-view-table .st-link').first().click()
    await shown(page.getByRole('dialog').locator('.st-column').first())
  }),
  studioTab('layouts', '.st-layout-matrix tbody td'),
  studioTab('conversions', '.st-conversions li'),
  studioTab('settings', '.st-field'),
  studioTab('usage', '.st-list-item, .fw-empty'),
  at('layout designer', '/studio/objects/customer/layout/form', '.st-canvas .st-card'),
  at('conversions', '/studio/conversions', '.st-conversions li'),
  at('conversion', '/studio/conversions/lead_to_customer', '.st-target:nth-of-type(3) .fw-expression-ok'),
  at('versions', '/studio/revisions', '.st-revision .ant-tag:text-matches("营销管理|Marketing")'),
  at('version', '/studio/revisions/1', '.ant-collapse :text-matches("我的行动|My actions")'),
  at('tasks', '/studio/tasks', '.st-page .fw-empty'),
  at('tasks', '/studio/tasks', '.st-tasks li, .fw-empty'),
  at('users', '/studio/users', '.st-table tbody tr'),
  at('roles', '/studio/roles', '.st-page table tbody tr'),
  at('parameters', '/studio/parameters', '.st-parameter:nth-child(1) .st-links a'),
  at('security policy', '/studio/security', '.st-security-fields .ant-input-number'),
  at('single sign-on', '/studio/sign-on', '.st-security .ant-input-password'),
  at('log-ins', '/studio/logins', '.st-log-line'),
  at('log-ins by user', '/studio/logins', '.st-log-line', async (page) => {
    await page.locator('.ant-segmented-item').last().click()
    await shown(page.locator('.st-login-report tbody tr').first())
  }),
  at('to-do', '/todo', 'h1'),
  at('approvals', '/approvals', 'h1'),
  at('reminders', '/reminders', 'h1'),
  at('account', '/account', 'h1'),
  at('workflows', '/studio/workflows', '.st-page table tbody tr'),
  at('workflow', '/studio/workflows/stage_promotion', '.react-flow__node, .st-wf-outline'),
  at('runs', '/studio/runs', '.st-page table tbody tr, .fw-empty'),
  at('approval chains', '/studio/approvals', '.st-page table tbody tr'),
  at('approval chain', '/studio/approvals/contract_approval', 'h1'),
  at('calendars', '/studio/calendars', 'h1'),
  at('calendar', '/studio/calendars', '.st-page a[href*="/calendars/"]', async (page) => {
    await page.locator('.st-page a[href*="/calendars/"]').first().click()
    await page.waitForURL(/calendars\/./)
  }),
  at('deadlines', '/studio/deadlines', '.st-page table tbody tr'),
  at('deadline', '/studio/deadlines/lead_first_follow_up', 'h1'),
  at('connections', '/studio/connections', 'h1'),
  at('hooks', '/studio/hooks', 'h1'),
  at('channels', '/studio/channels', 'h1'),
  at('plugins', '/studio/plugins', 'h1'),
  at('backups', '/studio/backups', 'h1'),
  at('organisation', '/studio/organisation', 'h1'),
  at('dimensions', '/studio/dimensions', 'h1'),
  at('staff rules', '/studio/member-rules', 'h1'),
  at('role', '/studio/roles/sales_rep', '[role="grid"], .st-page table tbody tr'),
  at('role in words', '/studio/roles/sales_rep/words', 'h1'),
  at('operation log', '/studio/log', '.st-log-line, .fw-empty, table tbody tr'),
  at('publish dialog', '/studio/objects/region', '.st-field-table tbody tr', async (page) => {
    await page.locator('.st-handle').nth(1).press('ArrowUp')
    await page.locator('.st-draft-bar .ant-btn-primary').click()
    await shown(page.locator('.st-publish .st-documents'))
  }),
]

async function openForm(page: Page): Promise<void> {
  await page.keyboard.press('n')
  await shown(page.getByRole('dialog').getByRole('textbox').first())
}

const sights = (['zh-CN', 'en'] as const).flatMap((locale) =>
  themes.flatMap((theme) => [
    { locale, theme, device: 'desktop', viewport: DESKTOP },
    { locale, theme, device: 'phone', viewport: PHONE },
  ]),
)

/** Runs in the page. */
function goDark(): void {
  if (window === window.top) localStorage.setItem('fieldwork.dark', '1')
}

describe.each(sights)('$locale on a $device, $theme', ({ locale, theme, device, viewport }) => {
  let page: Page

  beforeAll(async () => {
    page = await browser.visit({ url: product.url, locale, viewport, session })
    if (theme === 'dark') await page.addInitScript(goDark)
  })
  afterAll(() => page?.close())

  async function examine(seen: Page, name: string): Promise<void> {
    await settled(seen)
    if (folder) await photograph(seen, name)
    expect.soft(await overflowOf(seen), 'pixels beyond the edge').toBe(0)
    expect.soft(await strangeTexts(seen, locale, data), 'texts nobody should see').toEqual([])
    expect.soft(await namelessControls(seen), 'controls without a name').toEqual([])
  }

  async function photograph(seen: Page, name: string): Promise<void> {
    const place = join(folder ?? '', `${locale}-${device}-${theme}`)
    mkdirSync(place, { recursive: true })
    await seen.screenshot({ path: join(place, `${name.replaceAll(/\W+/g, '-')}.png`), animations: 'disabled' })
  }

  test('login', async () => {
    const stranger = await browser.visit({ url: product.url, locale, viewport })
    if (theme === 'dark') await stranger.addInitScript(goDark)
    await stranger.goto('/')
    await shown(stranger.locator('#login-password'))
    await examine(stranger, 'login')
    await stranger.close()
  })

  test.each(screens)('$name', async ({ name, path, ready, act }) => {
    await page.goto(path())
    await shown(page.locator(ready).first())
    await act?.(page)
    await examine(page, name)
  })
})
