import { describe, expect, it } from 'vitest'
import { checkNewPassword } from './password-rules.ts'
import { defaultPolicy } from './policy.ts'

const codeOf = async (password: string, username = 'wang', rules = defaultPolicy.password) =>
  (await checkNewPassword(password, { rules, username, pointer: '/p' }))[0]?.code

describe('a new password', () => {
  it.each(['correct horse battery', '样品借用需要归还给仓库管理员', 'wang-goes-home-late', 'x7 é 🚀 Zq, and more'])(
    'may be %s',
    async (password) => expect(await codeOf(password)).toBeUndefined(),
  )
  it.each([
    ['short', 'password_length'],
    ['x'.repeat(201), 'password_length'],
    ['wangwangwang1', 'password_is_name'],
    ['password1234!', 'password_common'],
    ['123456789012', 'password_common'],
    ['aaaaaaaaaaaa', 'password_common'],
    ['abcabcabcabc', 'password_common'],
    ['abcdefghijklm', 'password_common'],
  ])('is refused: %s (%s)', async (password, code) => expect(await codeOf(password)).toBe(code))

  it('may be common where the policy says so, and as short as it says', async () => {
    const rules = { ...defaultPolicy.password, min_length: 8, refuse_common: false }
    expect(await codeOf('password', 'wang', rules)).toBeUndefined()
  })
})
