import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Client } from '../support/api-server.ts'

/** Words that are the same in both languages. */
const SHARED_WORDS = [
  'Fieldwork',
  'API',
  'CRM',
  'SQL',
  'URL',
  'UTC',
  'VOC',
  'Ctrl',
  'Enter',
  'Esc',
  'Delete',
  'Shift',
  'Tab',
  'Insert',
  'ERP',
  'PDF',
  'REST',
  'SOAP',
  'JSON',
  'Idempotency-Key',
  'Standard Webhooks',
  'Webhook',
  'webhook-id',
  'JavaScript',
  // as expressions and scripts call them
  'record',
  'vars',
  'input',
  'return',
]
const CONTROLS =
  'button link checkbox combobox textbox searchbox spinbutton switch tab radio slider menuitem dialog'.split(' ')
/** Not words: numbers of the platform, e-mail addresses, links, expressions between quotes. */
const NO_WORDS = /[\w.+-]+@[\w.-]+|https?:\/\/\S+|\b\w*[\d_]\w*\b|\S+\(.*?\)|\b\w+ +[=!<>]=? +\S+|[“"'‘].*?[”"'’]/g
const UNFINISHED = /\bundefined\b|\bnull\b|\bNaN\b|\[object |\{\{|\}\}|Invalid Date/
const TEXT_KEY = /^[a-z][A-Za-z]*(?:\.[A-Za-z]\w*)+$/

/** Waits until nothing on the page is a placeholder for something that is still loaded. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const waits = document.querySelectorAll('[aria-busy="true"], .fw-bone, .ant-skeleton-active, .fw-icon-blank')
    return [...waits].every((element) => element.getClientRects().length === 0)
  })
}

/** Pixels by which the page is wider than the screen. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth))

/** Controls that a screen reader cannot name, by role; the browser itself says what their names are. */
export async function namelessControls(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  await session.detach()
  const isNameless = (node: (typeof nodes)[number]) =>
    !node.ignored && CONTROLS.includes(String(node.role?.value)) && String(node.name?.value ?? '').trim() === ''
  return nodes.filter(isNameless).map((node) => `${node.role?.value} ${JSON.stringify(node.properties ?? [])}`)
}

/** The page has come to rest, fits its screen and has names for its controls; it is drawn where SCREENSHOTS names a folder. */
export async function expectWhole(page: Page, name: string): Promise<void> {
  await settled(page)
  const folder = process.env.SCREENSHOTS
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
  expect(await overflowOf(page)).toBe(0)
  expect(await namelessControls(page)).toEqual([])
}

/** Texts of the screen that a person should not see: keys, holes, and what is in the other language. */
export async function strangeTexts(page: Page, locale: 'zh-CN' | 'en', data: readonly string[]): Promise<string[]> {
  const texts = [...new Set(await visibleTexts(page))]
  // the longest first: a name can be a part of another
  const known = [...data, ...SHARED_WORDS].toSorted((one, other) => other.length - one.length)
  return texts.filter((text) => {
    const own = known.reduce((rest, value) => rest.replaceAll(value, ' '), text).trim()
    if (own === '') return false
    return UNFINISHED.test(own) || TEXT_KEY.test(own) || isForeign(own, locale)
  })
}

function isForeign(text: string, locale: 'zh-CN' | 'en'): boolean {
  if (locale === 'en') return /[\u3000-\u303F\u4E00-\u9FFF\uFF00-\uFFEF]/.test(text)
  return /[A-Za-z]{3,}/.test(text.replaceAll(NO_WORDS, ' '))
}

/** Everything written on the screen but code and what is marked as another language, with hints and names. */
function visibleTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const code = 'code, pre, kbd, script, style, textarea, .st-code, .fw-code, .st-card-name'
    const pictures = 'svg, .anticon, .ant-avatar, .fw-avatar, [role="img"]'
    const foreign = `body [lang]:not([lang="${document.documentElement.lang}"])`
    const texts = [...document.body.querySelectorAll('*')].flatMap((element) => {
      if (element.closest(`${code}, ${pictures}, ${foreign}`)) return []
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return []
      const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)
      const attributes = ['aria-label', 'title', 'placeholder', 'alt'].map((name) => element.getAttribute(name) ?? '')
      return [own.map((node) => node.nodeValue ?? '').join(''), ...attributes]
    })
    return texts.map((text) => text.trim()).filter((text) => text !== '')
  })
}

/** Every text that people entered, longest first: what is data is in the language it was entered in. */
export async function dataTexts(admin: Client): Promise<string[]> {
  const { body } = await admin.get('/api/catalog')
  const found = new Set<string>()
  for (const { name } of body.objects as { name: string }[]) {
    const records = await admin.get(`/api/records/${name}?limit=500`)
    for (const record of records.body.data) collectTexts(record, found)
  }
  const parameters = await admin.get('/api/metadata/parameter')
  for (const { value } of parameters.body.data as { value: unknown }[]) collectTexts(value, found)
  return [...found].filter((text) => text.length > 1).toSorted((a, b) => b.length - a.length)
}

function collectTexts(value: unknown, found: Set<string>): void {
  if (typeof value === 'string') found.add(value)
  else if (value !== null && typeof value === 'object') {
    for (const inner of Object.values(value)) collectTexts(inner, found)
  }
}
