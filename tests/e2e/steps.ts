import type { Locator, Page } from 'playwright-core'
import { ADMIN_PASSWORD, DEMO_PASSWORD } from '../support/api-server.ts'

/** Opens the product and logs in on a Chinese page. */
export async function logIn(
  page: Page,
  username = 'admin',
  password = username === 'admin' ? ADMIN_PASSWORD : DEMO_PASSWORD,
): Promise<void> {
  await page.goto('/')
  await fillLogin(page, username, password)
  await page.getByRole('heading', { name: /^(早上|下午|晚上)好/ }).waitFor()
}

/** Enters user name and password on a Chinese login page and sends them. */
export async function fillLogin(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()
}

/** Opens a list box and takes the option that contains the text. */
export async function choose(scope: Page | Locator, label: string, option: string): Promise<void> {
  await takeOption(scope.getByLabel(label, { exact: true }), option)
}

/** Types into a lookup and takes the record that is found. */
export async function lookUp(scope: Page | Locator, label: string, text: string, record = text): Promise<void> {
  const box = scope.getByLabel(label, { exact: true })
  await box.click()
  await box.fill(text)
  await takeOption(box, record)
}

/** Takes the option of that text, or the first that contains it, opening the list box where it is closed. */
export async function takeOption(box: Locator, option: string): Promise<void> {
  if ((await box.getAttribute('aria-expanded')) !== 'true') await box.click()
  const list = box.page().locator(`[id="${await box.getAttribute('aria-controls')}"]`)
  const popup = box.page().locator('.ant-select-dropdown').filter({ has: list })
  const items = popup.locator('.ant-select-item-option').filter({ hasText: option })
  const item = items.first()
  const isNear = await item.waitFor({ timeout: 2_000 }).then(
    () => true,
    () => false,
  )
  if (!isNear) await moveTo(box, item)
  const exact = items.filter({ has: box.page().getByText(option, { exact: true }) }).first()
  await ((await exact.isVisible()) ? exact : item).click()
}

const mostOptions = 200

/** Long list boxes draw only what is near: goes down by the keyboard until the option is there. */
async function moveTo(box: Locator, item: Locator): Promise<void> {
  for (let i = 0; i < mostOptions && !(await item.isVisible()); i++) await box.press('ArrowDown')
}

/** A date typed into its field. */
export async function typeDate(scope: Page | Locator, label: string, day: string): Promise<void> {
  const field = scope.getByLabel(label, { exact: true })
  await field.fill(day)
  await field.press('Enter')
}

/** The form that lies above the page. */
export function drawer(page: Page, title: string): Locator {
  return page.getByRole('dialog').filter({ hasText: title })
}

/** Waits until something is on the screen, and hands it on. */
export async function shown(locator: Locator): Promise<Locator> {
  await locator.waitFor()
  return locator
}

/** Waits until something is no longer on the screen. */
export async function gone(locator: Locator): Promise<void> {
  await locator.waitFor({ state: 'hidden' })
}

/** A button by its words, which may follow the name of its icon. */
export function button(scope: Page | Locator, words: string): Locator {
  return scope.getByRole('button', { name: new RegExp(`(^|\\s)${words}$`) })
}

/** Saves the form. */
export async function save(form: Locator): Promise<void> {
  await button(form, '保存').click()
}
