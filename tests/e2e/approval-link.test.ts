import { createHash, randomBytes } from 'node:crypto'
import { createDatabase } from '@fieldwork/database'
import { beforeAll, expect, test } from 'vitest'
import { chain, requestObjects, step } from '../support/approval-world.ts'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { namelessControls, overflowOf, settled } from './screen-checks.ts'
import { button, shown } from './steps.ts'

const product = useProduct()
const browser = useBrowser()

beforeAll(async () => {
  const definition = chain({ first: step({ who: { users: ['chief'] } }) })
  const password = 'seven grey herons'
  const made = await product.admin.post('/api/users', { username: 'chief', name: '周主任', roles: [], password })
  expect(made.status, made.text).toBe(201)
  const published = await product.admin.post('/api/metadata/publish', {
    put: [...requestObjects, { kind: 'approval', definition }],
    confirm: true,
    message: 'requests',
  })
  expect(published.status, published.text).toBe(200)
})

/** A request that waits for a decision, and a token as a mail carries it. */
async function asked(name: string): Promise<{ id: string; token: string }> {
  const id = await product.make('request', { name, amount: 1 })
  const submitted = await product.admin.post('/api/approvals', { object: 'request', id })
  expect(submitted.status, submitted.text).toBe(201)
  const token = randomBytes(32).toString('base64url')
  const db = createDatabase({ url: product.databaseUrl })
  await db.query({
    text: `insert into fw_approval_link (hash, task, assignee, expires)
      select $1, id, assignee, now() + interval '1 hour' from fw_approval_task where record_id = $2`,
    values: [createHash('sha256').update(token).digest('hex'), id],
  })
  await db.close()
  return { id, token }
}

test('a link from a mail lets somebody decide on his phone, once and without logging in (PLAT-99)', async () => {
  for (const [viewport, name, words, state] of [
    [PHONE, '采购座椅', '同意', 'approved'],
    [DESKTOP, '采购桌子', '不同意', 'rejected'],
  ] as const) {
    const { id, token } = await asked(name)
    const page = await browser.visit({ url: product.url, viewport })
    await page.goto(`/decide/${token}`)
    await shown(page.getByText(name))
    await settled(page)
    expect([await overflowOf(page), await namelessControls(page)]).toEqual([0, []])
    const folder = process.env.SCREENSHOTS
    if (folder) await page.screenshot({ path: `${folder}/approval-link-${state}.png` })
    expect((await product.admin.get(`/api/records/request/${id}`)).body.state).toBe('pending')
    await page.getByLabel('审批意见').fill('已核对')
    await button(page, words).click()
    await shown(page.getByText('已提交，谢谢'))
    expect((await product.admin.get(`/api/records/request/${id}`)).body.state).toBe(state)
    await page.reload()
    await shown(page.getByText('链接已使用、已过期，或该审批已不需要您处理'))
  }
})
