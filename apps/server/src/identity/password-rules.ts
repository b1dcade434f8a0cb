import type { Problem } from '@fieldwork/fields'
import type { SecurityPolicy } from './policy.ts'

/** Longer ones only cost time; nobody types them. */
export const MAX_PASSWORD_LENGTH = 200

/** Words shorter than this are no password of their own, whatever the policy. */
const LEAST_BASE = 8

let common: Promise<ReadonlySet<string>> | null = null

/** About fifty thousand passwords that attackers try first, lower case. */
function commonPasswords(): Promise<ReadonlySet<string>> {
  common ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => {
    const words = dictionary['passwords-common'] as readonly (string | number)[]
    return new Set(words.map((word) => String(word).toLowerCase()))
  })
  return common
}

/**
 * What is wrong with a new password, everything at once.
 *
 * @param input.username what is left of the password without it must still be long enough to be one
 */
export async function checkNewPassword(
  password: string,
  { rules, username, pointer }: { rules: SecurityPolicy['password']; username: string; pointer: string },
): Promise<Problem[]> {
  const problem = (code: string, en: string, zh: string, params = {}): Problem => ({
    pointer,
    code,
    message: { en, 'zh-CN': zh },
    params,
  })
  const { length } = [...password]
  const params = { least: rules.min_length, most: MAX_PASSWORD_LENGTH }
  if (length < rules.min_length || password.length > MAX_PASSWORD_LENGTH) {
    const { least, most } = params
    const zh = `密码长度应为 ${least} 至 ${most} 个字符`
    return [problem('password_length', `A password has ${least} to ${most} characters`, zh, params)]
  }
  if (isAroundName(password, username)) {
    return [problem('password_is_name', 'This is little more than the user name', '密码与用户名过于相似')]
  }
  if (rules.refuse_common && (await isCommon(password))) {
    return [problem('password_common', 'Everybody tries this password first; choose another', '该密码过于常见，请更换')]
  }
  return []
}

function isAroundName(password: string, username: string): boolean {
  const rest = password.toLowerCase().replaceAll(username.toLowerCase(), '')
  return username !== '' && rest.length < password.length && rest.length < LEAST_BASE
}

/** Also a common word or a few characters over and over, with digits and signs around them. */
async function isCommon(password: string): Promise<boolean> {
  const words = await commonPasswords()
  const lower = password.toLowerCase()
  const base = lower.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  const hasFew = new Set(lower).size < 4
  const isRow = isOneAfterAnother(lower)
  return words.has(lower) || (base !== lower && base.length > 0 && words.has(base)) || hasFew || isRow || isTwice(lower)

  function isTwice(text: string): boolean {
    const [, unit] = /^(.{1,11}?)\1+$/u.exec(text) ?? []
    return unit !== undefined && (unit.length < 5 || words.has(unit))
  }
}

/** abcdefgh, 12345678, 87654321 */
function isOneAfterAnother(text: string): boolean {
  const codes = [...text].map((letter) => letter.codePointAt(0) ?? 0)
  const steps = new Set(codes.slice(1).map((code, index) => code - codes[index]!))
  return steps.size === 1 && (steps.has(1) || steps.has(-1))
}
