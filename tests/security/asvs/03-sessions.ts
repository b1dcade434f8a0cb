import { tested, untested } from './requirement.ts'
import type { Requirement } from './requirement.ts'
import { AUTH, LOGIN, SECRETS } from './test-files.ts'

const FACTOR = 'a second factor is shown at every log-in, each code once (PLAT-91)'
const ENDS = "people end their own sessions, nobody another's, administrators anybody's (IDOR)"

/** Chapter 3. */
export const sessions: readonly Requirement[] = [
  untested('3.1.1', 'Session secrets are never in addresses', 'They are read from cookie and Authorization only'),
  tested(
    '3.2.1',
    'A new secret with each log-in',
    LOGIN,
    'logging in takes no session over and ends the one that was there (fixation)',
  ),
  untested('3.2.2', 'Session secrets have 64 bits or more', '256 bits, see createSecret'),
  untested('3.2.3', 'They are kept safely in the browser', 'Cookies with HttpOnly; nothing in storage'),
  tested(
    '3.2.4',
    'Session secrets come of approved chance',
    SECRETS,
    'what is stored of a secret and its CSRF token do not tell the secret',
  ),
  tested('3.3.1', 'Logging out ends the session', AUTH, 'logging out ends the session at once'),
  tested('3.3.2', 'Sessions end after 12 hours', LOGIN, 'every session ends in the end, used or not'),
  tested('3.3.3', 'A new password ends the others', AUTH, 'changing the password ends the other sessions'),
  tested('3.3.4', 'One sees and ends one’s sessions', LOGIN, ENDS),
  tested('3.4.1', 'Cookies are Secure', LOGIN, 'over HTTPS cookies are secure and bound to this host'),
  tested(
    '3.4.2',
    'Cookies are HttpOnly',
    AUTH,
    'logging in gives the user, a CSRF token and a cookie that scripts cannot read',
  ),
  tested(
    '3.4.3',
    'Cookies are SameSite',
    AUTH,
    'logging in gives the user, a CSRF token and a cookie that scripts cannot read',
  ),
  tested('3.4.4', 'Cookies have the __Host- prefix', LOGIN, 'over HTTPS cookies are secure and bound to this host'),
  untested('3.4.5', 'Cookies have the narrowest path', 'Path=/, as __Host- demands; one product at one host'),
  untested('3.5.1', 'One ends the tokens given to others', 'DELETE /api/tokens/{id}; no tokens are given by OAuth'),
  tested('3.5.2', 'Tokens, not shared secrets, for programs', AUTH, 'a token works until it is revoked'),
  untested('3.5.3', 'Stateless tokens are signed', 'Tokens are random and looked up; none is stateless'),
  tested('3.7.1', 'Sensitive changes ask again', LOGIN, FACTOR),
]
