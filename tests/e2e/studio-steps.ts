import type { Locator, Page } from 'playwright-core'
import { button, drawer, gone, shown } from './steps.ts'

/** A name in both languages. */
export interface Names {
  zh: string
  en: string
}

/** Enters a text in both languages. */
export async function fillNames(form: Locator, label: string, { zh, en }: Names): Promise<void> {
  await form.getByLabel(`${label}（中文）`).fill(zh)
  await form.getByLabel(`${label}（英文）`).fill(en)
}

/** Adds a field of a type on the object's page; `fill` enters what is special about it. */
export async function addField(
  page: Page,
  { type, names, fill }: { type: string; names: Names; fill?: (form: Locator) => Promise<void> },
): Promise<void> {
  await button(page, '添加字段').click()
  const palette = page.getByRole('dialog').filter({ hasText: '选择字段类型' })
  await palette.getByRole('button', { name: type, exact: true }).click()
  const form = drawer(page, `新建${type}字段`)
  await fillNames(form, '字段名称', names)
  await fill?.(form)
  await addToDraft(form)
  await shown(page.getByRole('row').filter({ hasText: names.zh }))
}

/** Puts a field before all others, by the keys of its handle. */
export async function moveToTop(page: Page, field: string): Promise<void> {
  const rows = page.locator('[data-row]')
  const place = rows.filter({ hasText: field })
  const steps = (await rows.allInnerTexts()).findIndex((text) => text.includes(field))
  for (let step = 0; step < steps; step += 1)
    await place.getByRole('button', { name: `移动 ${field}` }).press('ArrowUp')
  await shown(rows.first().filter({ hasText: field }))
}

/** Ends the form of something new; it is not published yet. */
export async function addToDraft(form: Locator): Promise<void> {
  await button(form, '添加到草稿').click()
  await gone(form)
}

/** Opens a tab of an object's page. */
export async function openTab(page: Page, tab: string): Promise<void> {
  await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click()
}

/**
 * Publishes the draft through the dialog that shows its plan.
 *
 * @returns the published revision
 */
export async function publish(page: Page, message: string): Promise<number> {
  await button(page, '预览并发布').click()
  const dialog = page.getByRole('dialog').filter({ hasText: '预览并发布' })
  await shown(dialog.getByRole('region', { name: '将执行的步骤' }))
  await dialog.getByLabel('发布说明').fill(message)
  await dialog.getByRole('button', { name: /发布 \d+ 处改动/ }).click()
  const heading = await shown(page.getByRole('heading', { name: /已发布，版本 \d+/ }))
  return Number(/\d+/.exec(await heading.innerText()))
}

/** Takes a publication back on the page of versions. */
export async function revert(page: Page, message: string): Promise<void> {
  await page.goto('/studio/revisions')
  await page.getByRole('button', { name: message, exact: true }).first().click()
  await button(page, '预览撤回').click()
  await page.getByRole('checkbox', { name: '我确认撤回此版本的改动' }).check()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^撤回版本 \d+$/ })
    .click()
  await shown(page.getByText(/已撤回版本 \d+/))
}

/** Where something stands, once it has come to rest. */
export async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  await locator.hover({ trial: true })
  const box = await locator.boundingBox()
  if (!box) throw new Error('it is not on the screen')
  return box
}

export const middleOf = ({ x, y, width, height }: Awaited<ReturnType<typeof boxOf>>) => ({
  x: x + width / 2,
  y: y + height / 2,
})

/** Drags with the mouse, on the way too. */
export async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 5 })
  await page.mouse.move(to.x, to.y, { steps: 5 })
  await page.mouse.up()
}
