import type { FirstStart } from './first-start.ts'

/** What the operator reads when the server is up, in both languages. Made passwords appear here once and nowhere else. */
export function writeGreeting(address: string, first: FirstStart | null): string {
  const lines = ['', `  Fieldwork  ${address}`, ...(first ? firstLogin(first) : laterLogin)]
  return `${lines.join('\n')}\n\n`
}

const laterLogin = [
  '  Log in with your user name and password; the administrator is admin.',
  '  请使用用户名和密码登录；管理员帐号为 admin。',
]

function firstLogin({ adminPassword, sampleUsers, demoPassword }: FirstStart): string[] {
  const isShownOnce = adminPassword !== null || (sampleUsers.length > 0 && demoPassword !== null)
  return [
    `  Log in / 登录              admin   ${adminPassword ?? '(ADMIN_PASSWORD)'}`,
    ...(sampleUsers.length > 0
      ? [
          `  Sample users / 示例用户    ${sampleUsers.map(({ username }) => username).join(' ')}`,
          `  Their password / 其密码    ${demoPassword ?? '(DEMO_PASSWORD)'}`,
        ]
      : []),
    ...(isShownOnce ? ['  Passwords are shown this once only. / 密码仅显示这一次，请妥善保存。'] : []),
  ]
}
