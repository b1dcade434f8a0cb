import { lockUsers, newId, type Database, type Queryable, type Registry, type Transaction } from '@fieldwork/database'
import { AppError } from '@fieldwork/metadata'
import type { Problem } from '@fieldwork/fields'
import { refuse } from '../errors.ts'
import { isAdministrator, type AccessKeeper } from './access.ts'
import type { AccountChange, TellAccount } from './account-news.ts'
import { checkRanges } from './addresses.ts'
import { checkNewPassword } from './password-rules.ts'
import { hashPassword } from './passwords.ts'
import { readPolicy, type SecurityPolicy } from './policy.ts'
import { removeSecondFactor } from './second-factor.ts'
import { endSessionsOf } from './sessions.ts'
import { statements } from './statements.ts'
import { isoTime } from './tokens.ts'

const USERNAME = /^[a-z0-9][a-z0-9._@-]{0,59}$/i
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,189}$/
const MAX_NAME_LENGTH = 80

/** A user as administrators see it. */
export interface UserInfo {
  id: string
  username: string
  name: string
  roles: string[]
  active: boolean
  /** id of the employee whose account it is */
  employee: string | null
  locked: boolean
  must_change_password: boolean
  /** by which another service knows him */
  email: string | null
  /** from where he may come; none: from everywhere */
  addresses: string[]
  bind_devices: boolean
  second_factor: { enrolled: boolean; required: boolean }
  version: number
  created_at: string
  last_login_at: string | null
}

export interface NewUser {
  username: string
  name: string
  roles: string[]
  active: boolean
  /** id of the employee whose account it is; none where left out */
  employee?: string | null
  password: string
  /** at the first log-in; what the policy says where nothing is said */
  must_change_password?: boolean | undefined
  /** passwords from the settings are the operator's own affair */
  isTrustedPassword?: boolean
}

/** How a user may come in. */
export interface UserSecurity {
  must_change_password: boolean
  /** null takes it away */
  email: string | null
  addresses: string[]
  bind_devices: boolean
  require_second_factor: boolean
}

type Undefinable<T> = { [Name in keyof T]?: T[Name] | undefined }

export type UserChange = Undefinable<Pick<NewUser, 'name' | 'roles' | 'active' | 'password' | 'employee'>> &
  Undefinable<UserSecurity> & { locked?: false; reset_second_factor?: true }

/** The people who may log in. */
export interface Users {
  list(): Promise<UserInfo[]>
  /** @throws not_found */
  get(id: string): Promise<UserInfo>
  /**
   * @param actorId null when the platform itself makes the user
   * @throws duplicate, validation_failed
   */
  create(input: NewUser, actorId: string | null): Promise<UserInfo>
  /**
   * Changes what is given; it holds from the user's next request on.
   *
   * @throws not_found, validation_failed, last_administrator
   */
  change(id: string, change: UserChange, actorId: string): Promise<UserInfo>
}

interface UsersOptions {
  db: Database
  registry: Registry
  access: AccessKeeper
  /** in the transaction in which an account is closed or becomes another employee's */
  onLeft?(tx: Queryable): Promise<void>
  tell?: TellAccount | undefined
}

export function createUsers({ db, registry, access, onLeft, tell }: UsersOptions): Users {
  async function find(id: string | null, on: Queryable = db): Promise<UserInfo[]> {
    const { rows } = await on.query<UserInfo>({ text: statements.users, values: [id] })
    return rows.map((row) => ({
      ...row,
      created_at: isoTime(row.created_at),
      last_login_at: row.last_login_at && isoTime(row.last_login_at),
    }))
  }

  async function get(id: string, on: Queryable = db): Promise<UserInfo> {
    const [user] = await find(id, on)
    if (!user) throw refuse('not_found', { name: id })
    return user
  }

  /** Publishers who take rights from roles hold the same lock, so what a role may is what the latest revision says. */
  async function keepAnAdministrator(tx: Queryable, before: UserInfo, after: UserInfo): Promise<void> {
    await demandLatestCatalog(tx, registry)
    const wasOne = before.active && isAdministrator(before.roles, registry)
    if (!wasOne || (after.active && isAdministrator(after.roles, registry))) return
    const roles = [...registry.catalog().roles.values()].filter((role) => role.administrator).map(({ name }) => name)
    const { rowCount } = await tx.query({ text: statements.otherAdministrators, values: [roles, before.id] })
    if (rowCount === 0) throw refuse('last_administrator')
  }

  return {
    list: () => find(null),
    get: (id) => get(id),

    async create(input, actorId) {
      const policy = await readPolicy(db)
      refuseProblems(await checkUser(input, { registry, policy, username: input.username }))
      const mustChange =
        input.must_change_password ?? (policy.password.change_first && input.isTrustedPassword !== true)
      const id = newId()
      const hash = await hashPassword(input.password)
      const { username, name, roles, active, employee = null } = input
      const created = await db.transaction(async (tx) => {
        await lockUsers(tx, db)
        const taken = await tx.query({ text: statements.isUsernameTaken, values: [username] })
        if (taken.rowCount !== 0) throw refuse('duplicate', {}, [usernameTaken])
        await demandEmployee(tx, employee, id)
        const values = [id, username, name, roles, active, employee, actorId ?? id]
        await tx.query({ text: statements.addUser, values })
        await tx.query({ text: statements.addIdentity, values: [id, username, hash, mustChange] })
        const changes = {
          username: [null, username],
          name: [null, name],
          roles: [null, roles],
          active: [null, active],
          ...(employee && { employee: [null, employee] }),
        }
        await tx.query({ text: statements.addEvent, values: [id, 'create', actorId ?? id, 1, changes] })
        return get(id, tx)
      })
      await access.spread()
      return created
    },

    async change(id, change, actorId) {
      const policy = await readPolicy(db)
      const username = change.password === undefined ? '' : (await get(id)).username
      refuseProblems(await checkUser(change, { registry, policy, username }))
      const hash = change.password === undefined ? null : await hashPassword(change.password)
      const inTransaction = async (tx: Transaction): Promise<UserInfo> => {
        await lockUsers(tx, db)
        const before = await get(id, tx)
        const after = afterChange(before, change, hash !== null && policy.password.change_first)
        const isMore = hash !== null || change.locked !== undefined || change.reset_second_factor === true
        if (!isMore && isSameUser(before, after)) return before
        await keepAnAdministrator(tx, before, after)
        if (after.employee !== before.employee) await demandEmployee(tx, after.employee, id)
        await demandEmailFree(tx, after)
        const values = [id, after.name, after.roles, after.active, after.employee, actorId]
        await tx.query({ text: statements.changeUser, values })
        if (hash) await setPassword(tx, { id, hash, history: policy.password.history })
        await tx.query({ text: statements.changeIdentity, values: identityValues(after) })
        if (change.locked === false) await tx.query({ text: statements.unlock, values: [id] })
        if (change.reset_second_factor) await removeSecondFactor(tx, id)
        if (before.last_login_at) for (const told of toldOf(before, after, change)) await tell?.(tx, id, told)
        if (before.active && !after.active) await endSessionsOf(tx, { userId: id, keep: null, by: 'inactive' })
        if (before.active !== after.active || before.employee !== after.employee) await onLeft?.(tx)
        await tx.query({
          text: statements.addEvent,
          values: [id, 'update', actorId, before.version + 1, eventOf(before, after, change)],
        })
        return get(id, tx)
      }
      const user = await withLatestCatalog(registry, () => db.transaction(inTransaction))
      await access.forgetUser(id)
      // others may act for him
      await registry.refresh()
      return user
    },
  }
}

function afterChange(before: UserInfo, change: UserChange, mustChangeNow: boolean): UserInfo {
  const { require_second_factor: required, ...rest } = withoutUndefined(change)
  return {
    ...before,
    ...(mustChangeNow && { must_change_password: true }),
    ...rest,
    locked: before.locked && change.locked !== false,
    second_factor: { ...before.second_factor, ...(required !== undefined && { required }) },
  }
}

const identityValues = (user: UserInfo): unknown[] => [
  user.id,
  user.must_change_password,
  user.email,
  user.addresses,
  user.bind_devices,
  user.second_factor.required,
]

/** What is written down of a change: secrets only that they changed. */
const eventOf = (before: UserInfo, after: UserInfo, change: UserChange): Record<string, [unknown, unknown]> => ({
  ...changedKeys(before, after),
  ...(change.password !== undefined && { password: [null, null] }),
  ...(change.reset_second_factor && { second_factor_reset: [null, null] }),
  ...(before.locked && change.locked === false && { locked: [true, false] }),
})

/** To whoever has used the account before. */
const toldOf = (before: UserInfo, after: UserInfo, change: UserChange): AccountChange[] => [
  ...(change.password === undefined ? [] : (['password_by_administrator'] as const)),
  ...(change.reset_second_factor ? (['second_factor_by_administrator'] as const) : []),
  ...(before.email === after.email ? [] : (['email'] as const)),
]

async function demandEmailFree(tx: Queryable, { id, email }: UserInfo): Promise<void> {
  if (email === null) return
  const taken = await tx.query({ text: statements.isEmailTaken, values: [email, id] })
  if (taken.rowCount !== 0) throw refuse('duplicate', {}, [emailTaken])
}

interface PasswordInput {
  id: string
  hash: string
  history: number
}

async function setPassword(tx: Queryable, { id, hash, history }: PasswordInput): Promise<void> {
  await tx.query({ text: statements.keepPassword, values: [id, history] })
  await tx.query({ text: statements.changePassword, values: [id, hash, false] })
  await endSessionsOf(tx, { userId: id, keep: null, by: 'password' })
}

/** @throws validation_failed: there is no such employee, or he has another account */
async function demandEmployee(tx: Queryable, employee: string | null, id: string): Promise<void> {
  if (employee === null) return
  const { rows } = await tx.query<{ taken_by: string | null }>({
    text: statements.employeeOfAccount,
    values: [employee, id],
  })
  const [found] = rows
  if (!found) throw refuse('validation_failed', {}, [employeeProblem('unknown_reference', unknownEmployee)])
  if (found.taken_by !== null) throw refuse('duplicate', {}, [employeeProblem('duplicate', hasAccount)])
}

const employeeProblem = (code: string, message: Problem['message']): Problem => ({
  pointer: '/employee',
  code,
  message,
})

const unknownEmployee = { en: 'There is no such employee', 'zh-CN': '没有该人员' }
const hasAccount = { en: 'This employee has an account already', 'zh-CN': '该人员已有账号' }

const usernameTaken: Problem = {
  pointer: '/username',
  code: 'duplicate',
  message: { en: 'This user name is taken', 'zh-CN': '该用户名已被使用' },
}

const emailTaken: Problem = {
  pointer: '/email',
  code: 'duplicate',
  message: { en: 'This e-mail belongs to another user', 'zh-CN': '该邮箱已属于其他用户' },
}

interface CheckContext {
  registry: Registry
  policy: SecurityPolicy
  username: string
}

type CheckedUser = Undefinable<NewUser> & Undefinable<UserSecurity>

async function checkUser(input: CheckedUser, { registry, policy, username }: CheckContext): Promise<Problem[]> {
  const problems: Problem[] = []
  const add = (pointer: string, code: string, en: string, zh: string) =>
    problems.push({ pointer, code, message: { en, 'zh-CN': zh } })
  if (input.username !== undefined && !USERNAME.test(input.username)) {
    add('/username', 'pattern', 'Use 1 to 60 letters, digits and . _ @ -', '请使用 1 至 60 个字母、数字或 . _ @ -')
  }
  if (input.name !== undefined && (input.name.trim() === '' || input.name.length > MAX_NAME_LENGTH)) {
    add('/name', 'length', `Use 1 to ${MAX_NAME_LENGTH} characters`, `请输入 1 至 ${MAX_NAME_LENGTH} 个字符`)
  }
  for (const [index, role] of (input.roles ?? []).entries()) {
    if (!registry.catalog().roles.has(role))
      add(`/roles/${index}`, 'unknown_role', `No role “${role}”`, `没有角色“${role}”`)
  }
  if (input.password !== undefined && !input.isTrustedPassword) {
    const rules = policy.password
    problems.push(...(await checkNewPassword(input.password, { rules, username, pointer: '/password' })))
  }
  if (typeof input.email === 'string' && !EMAIL.test(input.email))
    add('/email', 'format', 'Expected an e-mail address', '应为邮箱地址')
  return [...problems, ...checkRanges(input.addresses ?? [], '/addresses')]
}

function refuseProblems(problems: Problem[]): void {
  if (problems.length > 0) throw refuse('validation_failed', {}, problems)
}

/** Throws stale_revision where somebody published since this node looked. */
async function demandLatestCatalog(tx: Queryable, registry: Registry): Promise<void> {
  const { rows } = await tx.query<{ revision: number }>({ text: statements.revision })
  if (rows[0]?.revision !== registry.catalog().revision) throw refuse('stale_revision')
}

async function withLatestCatalog<T>(registry: Registry, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'stale_revision') throw error
    await registry.refresh()
    return work()
  }
}

const isSameUser = (before: UserInfo, after: UserInfo): boolean => Object.keys(changedKeys(before, after)).length === 0

function withoutUndefined<T extends object>(input: T): Partial<T> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Partial<T>
}

function changedKeys(before: UserInfo, after: UserInfo): Record<string, [unknown, unknown]> {
  const keys = [
    'name',
    'roles',
    'active',
    'employee',
    'must_change_password',
    'email',
    'addresses',
    'bind_devices',
    'second_factor',
  ] as const
  const changed = keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
  return Object.fromEntries(changed.map((key) => [key, [before[key], after[key]]]))
}
