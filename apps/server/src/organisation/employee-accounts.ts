import type { Database, Registry } from '@fieldwork/database'
import type { BeforeHook, HookInput } from '@fieldwork/records'
import type { Identity } from '../identity/index.ts'
import { createPassword } from '../identity/secrets.ts'

/** States of an employee in which he has an account, where he is an operator. */
const WORKING: ReadonlySet<unknown> = new Set(['active', 'on_leave', 'leaving'])
const LEFT = 'left'

interface AccountDeps {
  registry: Pick<Registry, 'catalog'>
  /** the users over a transaction */
  usersOver(db: Database): Identity['users']
}

/**
 * Accounts that follow their employees, in the transaction that writes these: an operator who is confirmed gets one,
 * without roles and with a password that nobody knows, so it opens nothing before an administrator has granted roles
 * and given a one-time password. Who has left has none that works.
 */
export function employeeAccounts({ registry, usersOver }: AccountDeps): BeforeHook {
  return {
    object: 'employee',
    operations: ['update', 'transition'],
    async run(input) {
      const { id, before, values } = input
      if (id === null || before === null) return undefined
      const state = stateAfter(registry, input)
      const after = { ...before, ...values }
      // without a name for it the write is refused by a rule of the employee
      const isNew = WORKING.has(state) && after.is_operator === true && isText(after.login_account)
      const leaves = state === LEFT && before.employment_state !== LEFT
      if (!leaves && !(isNew && (before.is_operator !== true || !WORKING.has(before.employment_state))))
        return undefined
      await input.records.transaction(async (_records, db) => {
        const account = await accountOf(db, id)
        const users = usersOver(db)
        const actor = input.actor.id === '' ? null : input.actor.id
        if (leaves && account && actor) await users.change(account, { active: false }, actor)
        if (!leaves && !account) await users.create(newAccount(id, after), actor)
      })
      return undefined
    },
  }
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== ''

function newAccount(employee: string, { name, login_name: shown, login_account: account }: HookInput['values']) {
  const username = String(account ?? '')
  const password = createPassword()
  return { username, name: String(shown ?? name), roles: [], active: true, employee, password }
}

async function accountOf(db: Database, employee: string): Promise<string | undefined> {
  const { rows } = await db.query<{ id: string }>({
    text: 'select id from "user" where employee = $1 and deleted_at is null',
    values: [employee],
  })
  return rows[0]?.id
}

/** The state to which the write leads. */
function stateAfter({ catalog }: AccountDeps['registry'], { transition, before }: HookInput): unknown {
  const states = catalog().object('employee').states
  return transition === null ? before?.employment_state : states?.transitions[transition]?.to
}
