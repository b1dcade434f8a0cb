import type { BrowserContextOptions, Page, Request } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { PHONE, useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { overflowOf, settled } from './screen-checks.ts'
import { logIn, shown } from './steps.ts'

const product = useProduct()
const browser = useBrowser()
const LEAST_OBJECTS = 10

let session: BrowserContextOptions['storageState']
const paths: string[] = []

interface Item {
  object?: string
  children?: Item[]
}

beforeAll(async () => {
  const page = await browser.visit({ url: product.url })
  await logIn(page)
  session = await page.context().storageState()
  await page.close()
  const me = await product.admin.get('/api/me')
  const objects = new Set<string>(
    (me.body.apps as { items: Item[] }[]).flatMap(({ items }) => items.flatMap(objectsOf)),
  )
  for (const object of objects) {
    const found = await product.admin.get(`/api/records/${object}?fields=id&limit=1`)
    const [record] = found.body.data ?? []
    if (record) paths.push(`/o/${object}/${record.id}`)
  }
  expect(paths.length).toBeGreaterThan(LEAST_OBJECTS)
})

function objectsOf({ object, children = [] }: Item): string[] {
  return [...(object ? [object] : []), ...children.flatMap(objectsOf)]
}

/** What the page waits for; the stream of news never ends. */
function requestsOf(page: Page): ReadonlySet<Request> {
  const waiting = new Set<Request>()
  page.on('request', (request) => {
    if (!request.url().includes('/api/events')) waiting.add(request)
  })
  page.on('requestfinished', (request) => waiting.delete(request))
  page.on('requestfailed', (request) => waiting.delete(request))
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) waiting.clear()
  })
  return waiting
}

test.each(['en', 'zh-CN'] as const)(
  'the buttons above a record stay on a phone, for every object, in %s',
  async (locale) => {
    const page = await browser.visit({ url: product.url, locale, viewport: PHONE, session })
    const waiting = requestsOf(page)
    for (const path of paths) {
      await page.goto(path)
      await shown(page.locator('.fw-record-actions'))
      await expect.poll(() => waiting.size, { timeout: 15_000 }).toBe(0)
      await settled(page)
      const beyond = await page
        .locator('.fw-page-actions button')
        .evaluateAll((buttons) =>
          buttons.filter((button) => button.getBoundingClientRect().right > innerWidth).map((each) => each.textContent),
        )
      expect.soft(beyond, path).toEqual([])
      expect.soft(await overflowOf(page), path).toBe(0)
    }
    await page.close()
  },
  300_000,
)
