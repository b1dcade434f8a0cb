import type { Config } from '../config.ts'

/** Over HTTPS the browser itself makes sure that no other host and no plain connection has set the cookie. */
const prefix = ({ secureCookies }: Pick<Config, 'secureCookies'>): string => (secureCookies ? '__Host-' : '')

type CookieConfig = Pick<Config, 'secureCookies'>

/** Holds the secret of a session. */
export const sessionCookie = (config: CookieConfig): string => `${prefix(config)}fieldwork_session`

/** Holds the secret of a device that an account is bound to. */
export const deviceCookie = (config: CookieConfig): string => `${prefix(config)}fieldwork_device`

/** Holds what a single sign-on under way is checked by. */
export const signOnCookie = (config: CookieConfig): string => `${prefix(config)}fieldwork_sign_on`

/** Neither scripts nor other sites' requests get at a cookie. */
export const cookieOptions = (config: CookieConfig) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: config.secureCookies }) as const
