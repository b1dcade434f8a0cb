import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { PHONE, useBrowser } from '../support/browser.ts'
import { plainPicture } from '../support/picture.ts'
import { field, label } from '../support/definitions.ts'
import { useProduct } from './product.ts'
import { button, drawer, gone, logIn, save, shown } from './steps.ts'

const product = useProduct()
const browser = useBrowser()
let page: Page
let id = ''
let photo: Buffer

beforeAll(async () => {
  const definition = {
    name: 'inspection',
    'x-object': { label: label('Inspection', '巡检'), nameField: 'title', apps: ['sales'] },
    required: ['title'],
    properties: {
      title: field('text', 'Title', '标题'),
      photo: field('image', 'Photo', '照片'),
      papers: field('file', 'Papers', '资料', { multiple: true, maxFiles: 3 }),
      note: field('voice-note', 'Voice note', '语音说明'),
    },
  }
  const published = await product.admin.post('/api/metadata/publish', { put: [{ kind: 'object', definition }] })
  expect(published.status, published.text).toBe(200)
  photo = plainPicture(1200, 800, [0x3a, 0x7d, 0x44])
  page = await browser.visit({ url: product.url })
  await logIn(page)
})

/** Takes a picture where somebody asked for them. */
async function look(of: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (folder) await of.screenshot({ path: `${folder}/files-${name}.png` })
}

const frame = (form: Locator, name: string) => form.locator(`[data-field-frame$="_${name}"]`)

async function choose(scope: Locator, name: string, mimeType: string, content: Buffer): Promise<void> {
  await scope.locator('input[type=file]').first().setInputFiles({ name, mimeType, buffer: content })
}

test('a photo and papers are chosen, looked at, saved and read back (PLAT-7)', async () => {
  await page.goto('/o/inspection')
  await button(page, '新建巡检').first().click()
  const form = await shown(drawer(page, '新建巡检'))
  await form.getByLabel('标题', { exact: true }).fill('一号站房')
  await choose(frame(form, 'photo'), '站房.png', 'image/png', photo)
  await shown(frame(form, 'photo').getByRole('button', { name: '移除 站房.png' }))
  await choose(frame(form, 'papers'), '记录 "甲".txt', 'text/plain', Buffer.from('第一行\n第二行'))
  await shown(frame(form, 'papers').getByText('记录 "甲".txt'))
  await choose(frame(form, 'papers'), '清单.csv', 'text/csv', Buffer.from('a,b\n1,2\n'))
  await shown(frame(form, 'papers').getByText('清单.csv'))
  await look(page, 'form')

  await frame(form, 'papers').getByRole('button', { name: '记录 "甲".txt' }).first().click()
  const preview = await shown(page.getByRole('dialog').filter({ hasText: '第二行' }))
  await look(page, 'preview-text')
  await preview.getByRole('button', { name: /关闭|Close/ }).click()
  await gone(preview)
  await save(form)
  await shown(page.getByRole('heading', { level: 1, name: '一号站房' }))

  id = page.url().split('/').at(-1)!.split('?')[0]!
  const { body } = await product.admin.get(`/api/records/inspection/${id}`)
  expect(body.photo).toMatchObject({ name: '站房.png', type: 'image/png', size: photo.length })
  expect(body.papers.map(({ name }: { name: string }) => name)).toEqual(['记录 "甲".txt', '清单.csv'])

  await page.locator('.fw-record-main').getByRole('button', { name: '站房.png' }).click()
  const picture = await shown(page.getByRole('dialog').getByRole('img', { name: '站房.png' }))
  await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(1200)
  await look(page, 'preview-image')
  await page.keyboard.press('Escape')
})

test('a pasted image replaces the photo, and a refused file says why', async () => {
  await button(page, '编辑').click()
  const form = await shown(page.getByRole('dialog').filter({ hasText: '照片' }))
  await choose(frame(form, 'photo'), 'fake.png', 'image/png', Buffer.from('no image at all'))
  await shown(frame(form, 'photo').getByRole('alert').filter({ hasText: '实际为 text/plain' }))
  await frame(form, 'photo')
    .locator('.fw-drop')
    .evaluate((element, bytes) => {
      const clipboardData = new DataTransfer()
      const file = new File([Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0))], 'pasted.png', {
        type: 'image/png',
      })
      clipboardData.items.add(file)
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, photo.toString('base64'))
  await shown(frame(form, 'photo').getByRole('button', { name: '移除 pasted.png' }))
  await look(page, 'refused')
  await save(form)
  await gone(form)
  await shown(page.locator('.fw-record-main').getByRole('button', { name: 'pasted.png' }))
})

test('attachments have categories and versions, are removed and brought back (PLAT-59)', async () => {
  const block = await shown(page.getByRole('region', { name: '附件' }))
  await block.getByLabel('分类').fill('合同')
  await page.keyboard.press('Escape')
  await choose(block.locator('.fw-drop'), '合同.pdf', 'application/pdf', Buffer.from('%PDF-1.4\n%%EOF\n'))
  await shown(block.getByText('合同.pdf'))
  await block
    .locator('.fw-attachment input[type=file]')
    .setInputFiles({ name: '合同-终稿.txt', mimeType: 'text/plain', buffer: Buffer.from('v2') })
  await shown(block.getByText('合同-终稿.txt'))
  await block.getByRole('button', { name: '1 个历史版本' }).click()
  await shown(block.getByText('合同.pdf'))
  await shown(page.locator('.fw-timeline').getByText('添加了附件').first())
  await look(page, 'detail')

  await block.getByRole('button', { name: '移除: 合同-终稿.txt' }).click()
  await shown(block.getByText('暂无附件'))
  await block.getByRole('button', { name: '已移除的附件' }).click()
  await block.getByRole('button', { name: '恢复' }).click()
  await shown(block.getByText('暂无附件'))
  await block.getByRole('button', { name: '已移除的附件' }).click()
  await shown(block.getByText('合同-终稿.txt'))
})

test('lists show photos small, and a phone has room for everything', async () => {
  await page.goto('/o/inspection')
  await shown(page.getByRole('grid', { name: '巡检' }).getByRole('button', { name: 'pasted.png' }))
  await look(page, 'list')
  const phone = await browser.visit({ url: product.url, viewport: PHONE, session: await page.context().storageState() })
  await phone.goto(`/o/inspection/${id}`)
  await shown(phone.getByRole('region', { name: '附件' }).getByText('合同-终稿.txt'))
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await look(phone, 'phone')
  await phone.close()
})
