import { lockUsers, newId, type Database, type Queryable, type Registry, type Transaction } from '@fieldwork/database'
import { AppError } from '@fieldwork/metadata'
import type { Problem } from '@fieldwork/fields'
import { refuse } from '../errors.ts'
import { isAdministrator, type AccessKeeper } from './access.ts'
import { checkPassword, hashPassword } from './passwords.ts'
import { statements } from './statements.ts'
import { isoTime } from './tokens.ts'

const USERNAME = /^[a-z0-9][a-z0-9._@-]{0,59}$/i
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
  /** passwords from the settings are the operator's own affair */
  isTrustedPassword?: boolean
}

export type UserChange = Partial<Pick<NewUser, 'name' | 'roles' | 'active' | 'password' | 'employee'>> & {
  locked?: false
}

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
}

export function createUsers({ db, registry, access }: UsersOptions): Users {
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
      refuseProblems(checkUser(input, registry))
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
        await tx.query({ text: statements.addIdentity, values: [id, username, hash] })
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
      await registry.refresh()
      return created
    },

    async change(id, change, actorId) {
      refuseProblems(checkUser(change, registry))
      const hash = change.password === undefined ? null : await hashPassword(change.password)
      const inTransaction = async (tx: Transaction): Promise<UserInfo> => {
        await lockUsers(tx, db)
        const before = await get(id, tx)
        const after = { ...before, ...withoutUndefined(change) }
        if (hash === null && change.locked === undefined && isSameUser(before, after)) return before
        await keepAnAdministrator(tx, before, after)
        if (after.employee !== before.employee) await demandEmployee(tx, after.employee, id)
        const values = [id, after.name, after.roles, after.active, after.employee, actorId]
        await tx.query({ text: statements.changeUser, values })
        if (hash) await changePassword(tx, id, hash)
        if (change.locked === false) await tx.query({ text: statements.unlock, values: [id] })
        const changes = { ...changedKeys(before, after), ...(hash ? { password: [null, null] } : {}) }
        await tx.query({ text: statements.addEvent, values: [id, 'update', actorId, before.version + 1, changes] })
        return get(id, tx)
      }
      const user = await withLatestCatalog(registry, () => db.transaction(inTransaction))
      access.forgetUser(id)
      await registry.refresh()
      return user
    },
  }
}

async function changePassword(tx: Queryable, id: string, hash: string): Promise<void> {
  await tx.query({ text: statements.changePassword, values: [id, hash] })
  await tx.query({ text: statements.endSessionsOfUser, values: [id, null] })
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

function checkUser(input: Partial<NewUser>, registry: Registry): Problem[] {
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
  if (input.password !== undefined && !input.isTrustedPassword)
    problems.push(...checkPassword(input.password, '/password'))
  return problems
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
  const keys = ['name', 'roles', 'active', 'employee'] as const
  const changed = keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
  return Object.fromEntries(changed.map((key) => [key, [before[key], after[key]]]))
}
