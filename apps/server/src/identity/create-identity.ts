import type { Queryable } from '@fieldwork/database'
import type { OidcSettings } from '../config.ts'
import type { GuardedFetch } from '../outgoing/guarded-fetch.ts'
import { createAccess, type AccessKeeper, type AccessOptions } from './access.ts'
import { createAccount, type Account } from './account.ts'
import type { TellAccount } from './account-news.ts'
import { createAttempts } from './attempts.ts'
import { createCaptcha, type Captcha } from './captcha.ts'
import { createDevices, type Devices } from './devices.ts'
import { createLogin, type Login } from './login.ts'
import { createLogins, type Logins } from './logins.ts'
import type { Sealer } from './sealing.ts'
import { createSecondFactor, type SecondFactor } from './second-factor.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { createSignOn, type SignOn } from './sign-on.ts'
import { createTokens, type Tokens } from './tokens.ts'
import { createUsers, type Users } from './users.ts'

export type { Credential, Secret } from './access.ts'

/** Who may call: accounts with passwords, sessions, tokens, and the users behind them. */
export interface Identity extends AccessKeeper {
  login: Login
  account: Account
  captcha: Captcha
  devices: Devices
  logins: Logins
  secondFactor: SecondFactor
  sessions: Sessions
  tokens: Tokens
  users: Users
  sealer: Sealer
  signOn: SignOn
}

export interface IdentityOptions extends AccessOptions {
  sealer: Sealer
  /** calls other servers */
  fetch: GuardedFetch
  /** the operator's connection to an OpenID provider */
  oidc: OidcSettings | null
  /** where people reach the server */
  publicUrl: string
  /** name of the workspace, as authenticator apps show it */
  workspaceName: string
  /** in the transaction in which an account is closed or becomes another employee's */
  onLeft?(tx: Queryable): Promise<void>
  /** absent: nobody is told, as at the first start */
  tell?: TellAccount
}

/** Builds the identity part. */
export function createIdentity(options: IdentityOptions): Identity {
  const { db, sealer, tell } = options
  const access = createAccess(options)
  const captcha = createCaptcha({ db })
  const devices = createDevices({ db })
  const sessions = createSessions({ ...options, access })
  const login = createLogin({ ...options, access, attempts: createAttempts({ db }), captcha, devices, sessions })
  const secondFactor = createSecondFactor({ db, sealer, tell, issuer: options.workspaceName })
  return {
    ...access,
    login,
    account: createAccount({ db, access, login, sessions, secondFactor, tell }),
    captcha,
    devices,
    logins: createLogins({ db }),
    secondFactor,
    sessions,
    tokens: createTokens({ db, access }),
    users: createUsers({ ...options, access }),
    sealer,
    signOn: createSignOn({
      db,
      sealer,
      fetch: options.fetch,
      settings: options.oidc,
      redirectUri: `${options.publicUrl}/api/auth/oidc/callback`,
    }),
  }
}
