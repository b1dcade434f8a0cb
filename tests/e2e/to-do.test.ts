import { beforeAll, expect, test } from 'vitest'
import { PHONE, useBrowser } from '../support/browser.ts'
import { field, label } from '../support/definitions.ts'
import { useProduct } from './product.ts'
import { expectWhole } from './screen-checks.ts'
import { logIn, shown } from './steps.ts'

const product = useProduct()
const browser = useBrowser()

const errand = {
  name: 'errand',
  'x-object': {
    label: label('Errand', '差事'),
    nameField: 'name',
    owner: true,
    todo: { assignee: 'owner', due: 'until', open: 'done != true' },
  },
  properties: {
    name: field('text', 'Name', '名称'),
    until: field('date', 'Until', '截止'),
    done: field('boolean', 'Done', '已办'),
  },
}

beforeAll(async () => {
  const published = await product.admin.post('/api/metadata/publish', { put: [{ kind: 'object', definition: errand }] })
  expect(published.status, published.text).toBe(200)
})

test('the to-do page lists records of every object that are to do, the earliest first', async () => {
  await product.make('errand', { name: '取样品', until: '2099-12-01' })
  await product.make('errand', { name: '寄合同', until: '2099-11-01' })
  await product.make('errand', { name: '已办妥', done: true })
  await product.make('errand', { name: '没有期限' })
  for (const viewport of [undefined, PHONE]) {
    const page = await browser.visit({ url: product.url, ...(viewport && { viewport }) })
    await logIn(page)
    await page.goto('/todo')
    const undated = page.getByRole('region', { name: '无期限' })
    await shown(undated.getByRole('link', { name: '没有期限' }))
    const later = page.getByRole('region', { name: '以后' })
    await shown(later.getByText('差事').first())
    const names = await later.getByRole('link').allInnerTexts()
    expect(names.filter((name) => ['取样品', '寄合同'].includes(name))).toEqual(['寄合同', '取样品'])
    expect(await page.getByRole('link', { name: '已办妥' }).count()).toBe(0)
    await expectWhole(page, `to-do-${viewport ? 'phone' : 'desktop'}`)
  }
})
