import { mkdirSync } from 'node:fs'
import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_PASSWORD } from '../support/api-server.ts'
import { DESKTOP, PHONE, useBrowser } from '../support/browser.ts'
import { useProduct } from './product.ts'
import { namelessControls, overflowOf, settled } from './screen-checks.ts'

const PASSWORD = 'seven grey herons'
const NEXT_PASSWORD = 'eight grey herons'
const FOLDER = process.env.E2E_SCREENSHOTS ?? ''

const product = useProduct()
const browser = useBrowser()
let id: string

beforeAll(async () => {
  if (FOLDER) mkdirSync(FOLDER, { recursive: true })
  const values = { username: 'newcomer', name: '新同事', roles: ['sales_rep'], password: PASSWORD }
  const made = await product.admin.post('/api/users', { ...values, must_change_password: true })
  id = made.body.id
  await product.admin.patch(`/api/users/${id}`, { require_second_factor: true })
  const text = { en: 'All customer data is a trade secret.', 'zh-CN': '所有客户与线索数据均为商业秘密。' }
  const policy = { ...(await product.admin.get('/api/security/policy')).body, notice: { version: 1, text } }
  expect((await product.admin.put('/api/security/policy', policy)).status).toBe(200)
})

async function open(viewport: typeof DESKTOP): Promise<Page> {
  const page = await browser.visit({ url: product.url, viewport })
  await page.goto('/')
  return page
}

async function look(page: Page, name: string): Promise<void> {
  await settled(page)
  expect(await overflowOf(page)).toBe(0)
  expect(await namelessControls(page)).toEqual([])
  if (FOLDER) await page.screenshot({ path: `${FOLDER}/${name}.png` })
}

async function logIn(page: Page, password: string): Promise<void> {
  await page.getByLabel('用户名').fill('newcomer')
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
}

describe('logging in', () => {
  it('asks for a picture after three wrong passwords (PLAT-87)', async () => {
    const page = await open(PHONE)
    for (let attempt = 0; attempt < 4; attempt++) {
      const answered = page.waitForResponse('**/api/auth/login')
      await logIn(page, 'wrong')
      await answered
    }
    await page.getByLabel('验证码').waitFor()
    expect(await page.getByLabel('密码', { exact: true }).getAttribute('type')).toBe('password')
    await look(page, 'login-captcha-390')
    await product.admin.patch(`/api/users/${id}`, { locked: false })
    await page.close()
  })

  it('goes step by step: a new password, a second factor, the notice; then the account page', async () => {
    const page = await open(DESKTOP)
    await logIn(page, PASSWORD)
    await page.getByRole('heading', { name: '设置新密码' }).waitFor()
    await look(page, 'login-password-1440')
    await page.getByLabel('当前密码').fill(PASSWORD)
    await page.locator('#password-next').fill('aaaaaaaaaaaaaaaa')
    await page.getByText('强度：弱').waitFor()
    await page.locator('#password-next').fill(NEXT_PASSWORD)
    await page.getByText('强度：强').waitFor()
    await look(page, 'login-strength-1440')
    await page.locator('#password-again').fill(NEXT_PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '开始设置' }).click()
    const key = await page.locator('.fw-secret').textContent()
    await look(page, 'login-enrol-1440')
    await page.getByLabel('验证码').fill(new TOTP({ secret: Secret.fromBase32(key ?? '') }).generate())
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '我已保存' }).click()
    await page.getByText('所有客户与线索数据均为商业秘密。').waitFor()
    await look(page, 'login-notice-1440')
    await page.getByRole('button', { name: '我已阅读并将遵守' }).click()
    await page.getByRole('button', { name: '我的菜单' }).waitFor()
    await page.goto('/account')
    await page.getByRole('heading', { name: '登录历史' }).waitFor()
    await look(page, 'account-1440')
    await page.setViewportSize({ width: 390, height: 900 })
    await look(page, 'account-390')
    await page.close()
  })

  it('shows administrators how a person comes in', async () => {
    const page = await open(DESKTOP)
    await product.admin.put('/api/security/policy', {})
    await page.getByLabel('用户名').fill('admin')
    await page.getByLabel('密码', { exact: true }).fill(ADMIN_PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '我的菜单' }).waitFor()
    await page.goto('/studio/users')
    await page.getByRole('button', { name: '新 新同事' }).click()
    await page.getByRole('heading', { name: '登录安全' }).scrollIntoViewIfNeeded()
    await look(page, 'user-security-1440')
    await page.getByRole('button', { name: '结束全部会话' }).click()
    await page.getByText('已结束全部会话').waitFor()
    const sessions = await product.admin.get(`/api/users/${id}/sessions`)
    expect(sessions.body.data).toEqual([])
    await page.close()
  })
})
