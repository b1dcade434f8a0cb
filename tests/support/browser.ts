import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContextOptions, type Page, type Response } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { requireChromium } from './chromium.ts'

const ARGUMENTS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const WAIT_TIMEOUT_MS = 20_000

export const DESKTOP = { width: 1440, height: 900 }
export const PHONE = { width: 390, height: 844 }

/** Who looks at the product, and through what. */
export interface Visit {
  /** address of the product */
  url: string
  /** language chosen on the device; Chinese, as for everyone who has not chosen, when absent */
  locale?: 'zh-CN' | 'en'
  viewport?: { width: number; height: number }
  /** a login taken over from another page */
  session?: BrowserContextOptions['storageState']
}

/** The browser of one test file. */
export interface TestBrowser {
  /** Opens a page with cookies and storage of its own. What goes wrong in it fails the test it happens in. */
  visit(visit: Visit): Promise<Page>
}

/**
 * One browser for the tests of a file. A test fails when one of its pages throws, writes an error to the console,
 * violates the content security policy, or gets an answer that a healthy server does not give.
 */
export function useBrowser(): TestBrowser {
  const pages = new Set<Page>()
  const problems: string[] = []
  let browser: Browser

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: requireChromium(), args: ARGUMENTS })
  })
  afterAll(() => browser?.close())
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await photograph(pages, task.name)
    expect(problems.splice(0), 'problems that the browser noticed').toEqual([])
  })

  const visit = async ({ url, locale, viewport = DESKTOP, session }: Visit): Promise<Page> => {
    const options = { baseURL: url, viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' }
    const context = await browser.newContext({ ...options, reducedMotion: 'reduce', storageState: session })
    context.setDefaultTimeout(WAIT_TIMEOUT_MS)
    await context.addInitScript(reportViolations)
    if (locale) await context.addInitScript(chooseLocale, locale)
    const page = await context.newPage()
    pages.add(page)
    page.on('close', () => pages.delete(page))
    watch(page, problems)
    return page
  }
  return { visit }
}

/** Runs in the page; the frames of the browser's own, such as its reader for PDF, have no storage. */
function chooseLocale(locale: string): void {
  if (window === window.top) localStorage.setItem('fieldwork.locale', locale)
}

/** Runs in the page. Violations reach the console as errors by themselves too, but not those of workers' scripts. */
function reportViolations(): void {
  addEventListener('securitypolicyviolation', (event) => {
    console.error(`content security policy: ${event.violatedDirective} refused ${event.blockedURI}`)
  })
}

function watch(page: Page, problems: string[]): void {
  page.on('pageerror', (error) => problems.push(`page error: ${error.stack ?? error.message}`))
  page.on('crash', () => problems.push('the page crashed'))
  page.on('console', (message) => {
    // refusals such as a wrong password are written as errors too; answers are judged below
    if (message.type() !== 'error' || message.text().startsWith('Failed to load resource')) return
    problems.push(`console: ${message.text()}`)
  })
  page.on('response', (response) => {
    if (isUnhealthy(response)) problems.push(`${response.status()} ${response.request().method()} ${response.url()}`)
  })
}

/** The API may refuse; a page or one of its parts is always there. */
function isUnhealthy(response: Response): boolean {
  const isApi = new URL(response.url()).pathname.startsWith('/api/')
  return response.status() >= (isApi ? 500 : 400)
}

/** What the pages showed when a test failed, for whoever looks for the reason. */
async function photograph(pages: Iterable<Page>, test: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fieldwork-failed-'))
  let number = 0
  for (const page of pages) await page.screenshot({ path: join(folder, `${(number += 1)}.png`) })
  console.log(`"${test}" failed; what its pages showed: ${folder}`)
}
