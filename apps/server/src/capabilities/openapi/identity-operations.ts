import type { JsonSchema, LocalizedText } from '@fieldwork/fields'
import { policySchema } from '../../identity/policy-schema.ts'
import type { OperationSpec } from './operations.ts'
import { refTo } from './schemas.ts'

const text: JsonSchema = { type: 'string' }
const flag: JsonSchema = { type: 'boolean' }
const texts: JsonSchema = { type: 'array', items: text }
const row = refTo('Row')
const rows = refTo('Rows')

const both = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })
const objectOf = (properties: Record<string, JsonSchema>, required = Object.keys(properties)): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  ...(required.length > 0 ? { required } : {}),
  properties,
})

type Method = OperationSpec['method']
type More = Partial<Omit<OperationSpec, 'method' | 'path' | 'tag' | 'summary'>>

const operation =
  (tag: string) =>
  (method: Method, path: string, [en, zh]: readonly [string, string], more: More = {}): OperationSpec => ({
    method,
    path,
    tag,
    summary: both(en, zh),
    ...more,
  })

const auth = operation('auth')
const account = operation('account')
const users = operation('users')
const security = operation('security')

const user = {
  name: text,
  roles: texts,
  active: flag,
  employee: { type: 'string', format: 'uuid' },
  password: text,
  must_change_password: flag,
} satisfies Record<string, JsonSchema>
const addresses: JsonSchema = {
  ...texts,
  description: 'Addresses and ranges (CIDR) from which the account may be used; none: from everywhere',
}
const userSecurity = {
  email: { ...text, description: 'By which a sign-on service knows him; empty takes it away' },
  addresses,
  bind_devices: flag,
  require_second_factor: flag,
  reset_second_factor: flag,
  locked: { const: false },
} satisfies Record<string, JsonSchema>

const history = {
  result: { ...text, description: '`ok`, `refused`, or the code of a refusal' },
  from: text,
  to: text,
  after: { type: 'string', format: 'uuid' },
  limit: { type: 'integer', minimum: 1, maximum: 500 },
} satisfies Record<string, JsonSchema>

const captcha = {
  captcha_id: { ...text, description: 'Of the picture; asked for with 401 captcha_required' },
  captcha: { ...text, description: 'What the picture shows' },
}

const authOperations: readonly OperationSpec[] = [
  auth('post', '/api/auth/login', ['Log in; sets the session cookie', '登录并设置会话 Cookie'], {
    body: objectOf({ username: text, password: text, ...captcha }, ['username', 'password']),
    answer: row,
    isPublic: true,
    errors: [401, 403, 422, 423, 429],
  }),
  auth('get', '/api/auth/captcha', ['A picture with letters to type', '获取图片验证码'], {
    answer: row,
    isPublic: true,
    errors: [429],
  }),
  auth('get', '/api/auth/options', ['Other ways to log in', '其他登录方式'], { answer: row, isPublic: true }),
  auth('get', '/api/auth/state', ['What a log-in still lacks', '登录尚缺的步骤'], { answer: row }),
  auth('post', '/api/auth/second-factor', ['Show the second factor', '提交第二重验证码'], {
    body: objectOf({ code: text }),
    answer: row,
    errors: [422, 423, 429],
  }),
  auth('post', '/api/auth/notice', ['Accept the confidentiality notice', '接受保密须知'], {
    body: objectOf({ version: { type: 'integer', minimum: 1, maximum: 1_000_000 } }),
    status: 204,
    errors: [409, 422, 429],
  }),
  auth('post', '/api/auth/logout', ['Log out', '退出登录'], { status: 204 }),
  auth('post', '/api/auth/password', ['Change your password', '修改密码'], {
    body: objectOf({ current_password: text, new_password: text }),
    status: 204,
    errors: [422, 423, 429],
  }),
  auth('get', '/api/me', ['You: roles, menus, rights', '当前用户：角色、菜单与权限'], { answer: row }),
]

/** Pages of a browser on its way to the sign-on service and back; always a redirect. */
const signOnOperations: readonly OperationSpec[] = [
  auth('get', '/api/auth/oidc/start', ['Go to the sign-on service', '前往单点登录服务'], {
    query: { to: text },
    status: 303,
    isPublic: true,
    errors: [429],
  }),
  auth('get', '/api/auth/oidc/callback', ['Come back from it', '单点登录返回'], {
    status: 303,
    isPublic: true,
    errors: [429],
  }),
]

const accountOperations: readonly OperationSpec[] = [
  account('get', '/api/account', ['Your account', '我的账号'], { answer: row }),
  account('get', '/api/account/logins', ['Your log-ins', '我的登录历史'], { query: history, answer: rows }),
  account('post', '/api/account/second-factor', ['Begin to set up a second factor', '开始设置第二重验证'], {
    body: objectOf({ current_password: text }, []),
    isBodyOptional: true,
    answer: row,
    errors: [409, 422, 423, 429],
  }),
  account('post', '/api/account/second-factor/confirm', ['Confirm it with a code', '用验证码确认'], {
    body: objectOf({ code: text }),
    answer: row,
    errors: [409, 422, 429],
  }),
  account('post', '/api/account/second-factor/recovery-codes', ['New recovery codes', '重新生成恢复码'], {
    body: objectOf({ current_password: text }),
    answer: row,
    errors: [404, 422, 423, 429],
  }),
  account('post', '/api/account/second-factor/remove', ['Remove the second factor', '移除第二重验证'], {
    body: objectOf({ current_password: text }),
    status: 204,
    errors: [422, 423, 429],
  }),
  account('get', '/api/account/sessions', ['Where you are logged in', '我的登录会话'], { answer: rows }),
  account('delete', '/api/account/sessions', ['End all your other sessions', '结束其他所有会话'], { status: 204 }),
  account('delete', '/api/account/sessions/{id}', ['End one of your sessions', '结束某个会话'], {
    status: 204,
    errors: [404],
  }),
  account('get', '/api/account/devices', ['Devices of your account', '我的设备'], { answer: rows }),
  account('delete', '/api/account/devices/{id}', ['Forget a device', '移除设备'], { status: 204, errors: [404] }),
  account('get', '/api/tokens', ['Your API tokens', '我的接口令牌'], { answer: rows }),
  account('post', '/api/tokens', ['Make an API token', '创建接口令牌'], {
    body: objectOf(
      {
        name: text,
        expires_in_days: { type: 'integer', minimum: 1, maximum: 3650 },
        read_only: flag,
        objects: { ...texts, description: 'The only objects, with their lines, that it opens' },
      },
      ['name'],
    ),
    status: 201,
    answer: row,
    errors: [422],
  }),
  account('delete', '/api/tokens/{id}', ['Revoke an API token', '吊销接口令牌'], { status: 204, errors: [404] }),
]

const userOperations: readonly OperationSpec[] = [
  users('get', '/api/users', ['Users', '用户列表'], { answer: rows, errors: [403] }),
  users('get', '/api/users/{id}', ['One user', '用户详情'], { answer: row, errors: [403, 404] }),
  users('post', '/api/users', ['Add a user', '新建用户'], {
    body: objectOf({ username: text, ...user }, ['username', 'name', 'password']),
    status: 201,
    answer: row,
    errors: [403, 409, 422],
  }),
  users('patch', '/api/users/{id}', ['Change a user', '修改用户'], {
    body: objectOf({ ...user, ...userSecurity }, []),
    answer: row,
    errors: [403, 404, 409, 422],
  }),
  users('get', '/api/users/{id}/sessions', ['Where a user is logged in', '用户的登录会话'], {
    answer: rows,
    errors: [403, 404],
  }),
  users('delete', '/api/users/{id}/sessions', ['Log a user out everywhere', '结束用户的全部会话'], {
    status: 204,
    errors: [403, 404],
  }),
  users('get', '/api/users/{id}/devices', ['Devices of a user', '用户的设备'], { answer: rows, errors: [403, 404] }),
  users('patch', '/api/users/{id}/devices/{device}', ['Approve or refuse a device', '批准或拒绝设备'], {
    body: objectOf({ state: { enum: ['waiting', 'approved', 'refused'] } }),
    status: 204,
    errors: [403, 404, 422],
  }),
]

const connection = objectOf(
  {
    issuer: text,
    client_id: text,
    client_secret: { ...text, description: 'Never shown. Left out: the stored one, where issuer and client stay' },
    label: text,
  },
  ['issuer', 'client_id', 'label'],
)

const securityOperations: readonly OperationSpec[] = [
  security('get', '/api/security/policy', ['Rules for passwords, log-ins, addresses', '密码、登录与地址规则'], {
    answer: row,
    errors: [403],
  }),
  security('put', '/api/security/policy', ['Set these rules', '设置这些规则'], {
    body: policySchema,
    answer: row,
    errors: [403, 422],
  }),
  security('get', '/api/security/policy/schema', ['What can be set, and what holds unset', '可设置的规则与默认值'], {
    answer: row,
    errors: [403],
  }),
  security('get', '/api/security/logins/report', ['Log-ins and refusals by user', '按用户统计登录与拒绝'], {
    query: { from: text, to: text },
    answer: rows,
    errors: [403],
  }),
  security('get', '/api/security/logins', ['History of log-ins', '登录历史'], {
    query: { user: { type: 'string', format: 'uuid' }, ...history },
    answer: rows,
    errors: [403],
  }),
  security('get', '/api/security/sign-on', ['The connection for single sign-on', '单点登录连接'], {
    answer: row,
    errors: [403],
  }),
  security('put', '/api/security/sign-on', ['Set it', '设置单点登录连接'], {
    body: connection,
    answer: row,
    errors: [403, 422],
  }),
  security('post', '/api/security/sign-on/test', ['Try a connection', '测试单点登录连接'], {
    body: connection,
    answer: row,
    errors: [403, 422],
  }),
  security('delete', '/api/security/sign-on', ['Remove it', '移除单点登录连接'], { status: 204, errors: [403] }),
]

/** Logging in, one's own account, users, and the rules for all of it. */
export const identityOperations: readonly OperationSpec[] = [
  ...authOperations,
  ...signOnOperations,
  ...accountOperations,
  ...userOperations,
  ...securityOperations,
]
