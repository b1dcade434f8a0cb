import { afterAll, beforeAll, expect, test } from 'vitest'
import { Client } from 'pg'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { DESKTOP, useBrowser } from '../support/browser.ts'
import { label } from '../support/definitions.ts'
import { useProduct } from './product.ts'
import { settled } from './screen-checks.ts'
import { logIn, shown } from './steps.ts'

const product = useProduct()
const browser = useBrowser()
const folder = process.env.E2E_SCREENSHOTS
let page: Page
let session: BrowserContextOptions['storageState']

const text = (en: string, zh: string) => ({ type: 'string', 'x-field': { type: 'text', label: label(en, zh) } })

const parcel = {
  name: 'parcel',
  type: 'object',
  'x-object': { label: label('Parcel', '包裹'), nameField: 'title' },
  properties: { title: text('Title', '标题'), code: text('Code', '编码') },
}
const codes = (unique: boolean) => ({
  patch: [{ kind: 'object', name: 'parcel', patch: { properties: { code: { 'x-field': { unique } } } } }],
})

beforeAll(async () => {
  await product.admin.post('/api/metadata/publish', { put: [{ kind: 'object', definition: parcel }] })
  const first = await browser.visit({ url: product.url })
  await logIn(first)
  session = await first.context().storageState()
  await first.close()
  page = await browser.visit({ url: product.url, locale: 'en', viewport: DESKTOP, session })
})

afterAll(() => page?.close())

/** Rows beside the API, which is not what this is about. */
async function inDatabase(work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: product.databaseUrl })
  await client.connect()
  await work(client)
  await client.end()
}

const seen = async (name: string): Promise<void> => {
  await settled(page)
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
}

test('a task that failed tells why where its field is, and is retried from there', async () => {
  await inDatabase(async (client) => {
    await client.query(`insert into main.parcel (id, title, code)
      select gen_random_uuid(), 'p' || i, 'c' || i from generate_series(1, 12000) i`)
    const published = await product.admin.post('/api/metadata/publish', codes(true))
    expect([published.status, published.body.tasks.length]).toEqual([200, 1])
    const task = `/api/metadata/tasks/${published.body.tasks[0].id}`
    await expect.poll(async () => (await product.admin.get(task)).body.state, { timeout: 20_000 }).toBe('done')
    await client.query(`drop index main.fw_ux_parcel__code`)
    await client.query(`update main.fw_task set state = 'failed' where id = $1`, [published.body.tasks[0].id])
    const other = new Client({ connectionString: product.databaseUrl })
    await other.connect()
    // the build of the index waits for this value, which comes past the platform
    await other.query(`begin; insert into main.parcel (id, title, code) values (gen_random_uuid(), 'again', 'c7')`)
    expect((await product.admin.post(`${task}/retry`)).status).toBeLessThan(300)
    await page.goto('/studio/tasks')
    await shown(page.getByText('Running'))
    await seen('tasks-running')
    await other.query('commit')
    await other.end()
  })
  await shown(page.getByText('2 records have the value “c7”'))
  await seen('tasks-failed')

  await page.goto('/studio/objects/parcel/fields')
  await shown(page.locator('.st-object-tasks').getByText('Failed'))
  await seen('object-failed')
  await inDatabase((client) => client.query(`delete from main.parcel where title = 'again'`))
  await page.locator('.st-object-tasks').getByRole('button', { name: 'Retry' }).click()
  await page.locator('.st-object-tasks').waitFor({ state: 'detached' })
  await page.goto('/studio/tasks')
  await shown(page.getByText('Done'))
})

test('the plan says what goes on in the background, and the publication shows it', async () => {
  await page.close()
  page = await browser.visit({ url: product.url, locale: 'zh-CN', viewport: DESKTOP, session })
  await page.goto('/studio/objects/parcel/fields?at=title')
  const form = page.getByRole('dialog')
  await form.getByRole('switch', { name: '唯一' }).click()
  await form.getByRole('button', { name: '保存修改' }).click()
  await page.getByRole('button', { name: '预览并发布' }).click()
  const dialog = page.getByRole('dialog').filter({ hasText: '预览并发布' })
  await shown(dialog.getByText('后台执行'))
  await seen('plan-background')
  await dialog.getByRole('button', { name: /发布 \d+ 处改动/ }).click()
  await shown(page.getByRole('region', { name: '后台任务' }).getByText('已完成'))
  await seen('published-tasks')
})
