import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { button, drawer, gone, logIn, shown } from './steps.ts'

const product = useProduct()
const browser = useBrowser()
const folder = mkdtempSync(join(tmpdir(), 'fieldwork-packages-'))
let page: Page

beforeAll(async () => {
  page = await browser.visit({ url: product.url })
  await logIn(page)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const text = (en: string, zh: string) => ({ en, 'zh-CN': zh })

/** A package of one object as a file; the label of its field differs by release. */
function packageFile(version: string, size: string): string {
  const body = {
    name: 'crate',
    required: ['name'],
    properties: {
      name: { 'x-field': { type: 'text', order: 10, label: text('Name', '名称') } },
      size: { 'x-field': { type: 'integer', order: 20, label: text('Size', size) } },
    },
    'x-object': { label: text('Crate', '木箱'), icon: 'inbox', apps: ['sales'] },
  }
  const view = {
    name: 'crate_all',
    object: 'crate',
    label: text('All crates', '全部木箱'),
    columns: { name: { order: 10 }, size: { order: 20 } },
  }
  const documents = [
    { kind: 'object', name: 'crate', body },
    { kind: 'view', name: 'crate_all', body: view },
  ]
  const path = join(folder, `crates-${version}.json`)
  const label = text('Crates', '木箱管理')
  writeFileSync(path, JSON.stringify({ format: 'fieldwork-package', name: 'crates', version, label, documents }))
  return path
}

async function importFile(path: string, preview: (dialog: Locator) => Promise<unknown>): Promise<void> {
  await page.goto('/studio/packages')
  await button(page, '导入软件包').click()
  const dialog = drawer(page, '选择从此处或其他工作区导出的文件')
  await dialog.getByLabel('软件包文件').setInputFiles(path)
  await dialog.getByRole('radio', { name: '作为软件包 crates，以后可升级' }).check()
  await preview(dialog)
  const confirm = dialog.getByRole('checkbox')
  if ((await confirm.count()) > 0) await confirm.check()
  await button(dialog, '导入').click()
  await gone(dialog)
}

const part = (name: string) => page.getByRole('region', { name })

test('PLAT-26 a package is imported after its plan was seen, and its list is there', async () => {
  await importFile(packageFile('1.0.0', '尺寸'), (dialog) => shown(dialog.getByText('为木箱（crate）创建数据表')))
  const installed = part('已安装').getByRole('listitem').filter({ hasText: '木箱管理' })
  await shown(installed.getByText('1.0.0', { exact: true }))
  await page.goto('/o/crate')
  await shown(page.getByRole('button', { name: /新建木箱/ }).first())
})

test('PLAT-26 an upgrade keeps what the workspace changed, and each conflict is decided', async () => {
  const change = { properties: { size: { 'x-field': { label: { 'zh-CN': '规格' } } } } }
  const { status, text: said } = await product.admin.post('/api/metadata/publish', {
    patch: [{ kind: 'object', name: 'crate', patch: change }],
  })
  expect(status, said).toBe(200)
  await importFile(packageFile('1.1.0', '大小'), (dialog) => shown(dialog.getByText('大小', { exact: true })))
  const conflict = part('升级冲突').getByRole('listitem')
  await shown(conflict.getByText('规格', { exact: true }))
  await shown(conflict.getByText('当前使用您的值'))
  await button(conflict, '采用新版本').click()
  await shown(part('升级冲突').getByText('没有待处理的冲突'))
  const { body } = await product.admin.get('/api/metadata/object/crate')
  expect(body.properties.size['x-field'].label['zh-CN']).toBe('大小')
})

test('PLAT-26 a shipped view that was removed is hidden, and shown again', async () => {
  await page.goto('/studio/objects/crate/views')
  await page.getByRole('button', { name: '移除 全部木箱' }).click()
  await button(page, '预览并发布').click()
  const dialog = page.getByRole('dialog').filter({ hasText: '预览并发布' })
  await dialog.getByRole('button', { name: /发布 \d+ 处改动/ }).click()
  await shown(page.getByRole('heading', { name: /已发布，版本 \d+/ }))
  await page.goto('/studio/packages')
  await page.getByRole('button', { name: '重新显示全部木箱' }).click()
  await shown(part('已隐藏的定义').getByText('没有隐藏的内容'))
  const { body } = await product.admin.get('/api/records/crate/views')
  expect(body.views.map(({ name }: { name: string }) => name)).toEqual(['crate_all'])
})

test('PLAT-26 what was exported is imported again as nothing new', async () => {
  await page.goto('/studio/packages')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: '导出木箱管理' }).click()
  const path = join(folder, 'exported.json')
  await (await download).saveAs(path)
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ name: 'crates', version: '1.1.0' })
  await button(page, '导入软件包').click()
  const dialog = drawer(page, '选择从此处或其他工作区导出的文件')
  await dialog.getByLabel('软件包文件').setInputFiles(path)
  await dialog.getByRole('radio', { name: '作为软件包 crates，以后可升级' }).check()
  await shown(dialog.getByText('本工作区已包含全部内容。'))
  expect(await button(dialog, '导入').isDisabled()).toBe(true)
})

test('PLAT-26 an imported package is uninstalled after its plan was seen; its records stay', async () => {
  await page.goto('/studio/packages')
  await button(page, '卸载木箱管理').click()
  const dialog = drawer(page, '将移除该软件包的定义')
  await shown(dialog.getByText('卸载木箱管理：移除其 2 个定义', { exact: false }))
  await dialog.getByRole('checkbox').check()
  await button(dialog, '卸载').click()
  await gone(dialog)
  await gone(part('已安装').getByRole('listitem').filter({ hasText: '木箱管理' }))
  expect((await product.admin.get('/api/records/crate')).status).toBe(404)
})
