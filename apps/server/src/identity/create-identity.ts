import { createAccess, type AccessKeeper, type AccessOptions } from './access.ts'
import { createAccounts, type Accounts } from './accounts.ts'
import { createTokens, type Tokens } from './tokens.ts'
import { createUsers, type Users } from './users.ts'

export type { Credential, Secret } from './access.ts'

/** Who may call: accounts with passwords, sessions, tokens, and the users behind them. */
export interface Identity extends AccessKeeper {
  accounts: Accounts
  tokens: Tokens
  users: Users
}

/**
 * Builds the identity part.
 *
 * @param options.sessionHours hours after which an unused session ends
 */
export function createIdentity(options: AccessOptions): Identity {
  const access = createAccess(options)
  const accounts = createAccounts({ ...options, access })
  return {
    ...access,
    accounts,
    tokens: createTokens({ ...options, access }),
    users: createUsers({ ...options, access }),
  }
}
