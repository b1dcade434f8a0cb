/**
 * OWASP Application Security Verification Standard 4.0.3, level 2, chapters 2, 3, 4, 5 (parts), 6, 7, 8, 12 and 13, as
 * far as this part of the platform answers for it. Texts are short descriptions in our own words.
 */
export interface Requirement {
  id: string
  text: string
  /** `file: title` of a test, or why there is none */
  test?: readonly [file: string, title: string]
  reason?: string
}

const LOGIN = 'tests/security/log-in.test.ts'
const SIGN_ON = 'tests/security/sign-on.test.ts'
const AUTH = 'tests/integration/api-auth.test.ts'
const RULES = 'apps/server/src/identity/password-rules.test.ts'
const SEALING = 'apps/server/src/identity/sealing.test.ts'
const FETCH = 'apps/server/src/outgoing/guarded-fetch.test.ts'

const tested = (id: string, text: string, file: string, title: string): Requirement => ({
  id,
  text,
  test: [file, title],
})
const untested = (id: string, text: string, reason: string): Requirement => ({ id, text, reason })

const GIVEN = 'a password that was given must be changed before anything else (PLAT-89)'
const FACTOR = 'a second factor is shown at every log-in, each code once (PLAT-91)'
const WRONG = 'a wrong password and an unknown user are answered alike'
const HASHED = 'secrets are stored as hashes only'
const ENDS = "people end their own sessions, nobody another's, administrators anybody's (IDOR)"
const NO_SMS = 'No codes by SMS or e-mail are sent'

export const requirements: readonly Requirement[] = [
  untested(
    '2.1.1',
    'Passwords have 12 characters or more',
    'Default of the policy (min_length 12); an administrator may set 8 or more',
  ),
  untested('2.1.2', 'Long passwords are allowed, endless ones not', 'Up to 200 characters, see MAX_PASSWORD_LENGTH'),
  untested(
    '2.1.3',
    'Passwords are not cut',
    'The whole text goes to Argon2id; longer ones than 200 characters are refused',
  ),
  tested('2.1.4', 'Every printable character may be used', RULES, 'may be %s'),
  tested('2.1.5', 'People can change their password', AUTH, 'changing the password ends the other sessions'),
  tested(
    '2.1.6',
    'The change needs the current and the new one',
    AUTH,
    'changing the password ends the other sessions',
  ),
  tested('2.1.7', 'Known passwords are refused', RULES, 'is refused: %s (%s)'),
  untested('2.1.8', 'A strength meter', 'Refusals say what is wrong; no meter yet'),
  tested('2.1.9', 'No rules on kinds of characters', RULES, 'may be %s'),
  tested('2.1.10', 'No forced expiry unless set', LOGIN, 'the last passwords may not come back, and old ones expire'),
  untested('2.1.11', 'Pasting and password managers work', 'Ordinary inputs with autocomplete names'),
  untested('2.1.12', 'One may look at what one types', 'Input.Password of every form has the switch'),
  tested(
    '2.2.1',
    'Guessing is slowed down and locked',
    AUTH,
    'after five wrong passwords the account is locked, an unknown one too (PLAT-88)',
  ),
  tested(
    '2.2.1b',
    'Guessing over many accounts too',
    LOGIN,
    'wrong passwords for many accounts from one address are stopped as well',
  ),
  untested('2.2.2', 'Weak factors only in second place', NO_SMS),
  untested(
    '2.2.3',
    'People are told of changes to their account',
    'No notices outside the product yet; the history shows every log-in',
  ),
  untested(
    '2.3.1',
    'First passwords are random and short-lived',
    'Made ones have 79 bits; must_change_password makes them last for one log-in',
  ),
  tested('2.3.1b', 'A given password is changed first', LOGIN, GIVEN),
  tested('2.4.1', 'Passwords are kept with a slow salted hash', AUTH, HASHED),
  untested('2.4.4', 'Its cost is right', 'Argon2id with 19 MiB, two passes: OWASP, Password Storage'),
  untested('2.5.1', 'No first password in clear text by mail', 'Nothing is mailed'),
  untested('2.5.2', 'No secret questions', 'There are none'),
  tested('2.5.3', 'Recovery shows no current password', AUTH, HASHED),
  untested(
    '2.5.4',
    'No shared accounts',
    'The first start makes admin with a password of the operator or a random one',
  ),
  untested(
    '2.5.6',
    'Recovery is as safe as logging in',
    'Only administrators reset passwords and second factors; recovery codes replace the app, not the password',
  ),
  tested('2.6.1', 'Recovery codes count once', LOGIN, FACTOR),
  untested('2.6.2', 'They have enough chance', '79 bits each'),
  untested('2.7.1', 'Out-of-band codes', NO_SMS),
  tested('2.8.1', 'Time-based codes expire', LOGIN, FACTOR),
  tested('2.8.2', 'Their seeds are protected', LOGIN, 'seeds of second factors are sealed, recovery codes hashed'),
  untested('2.8.3', 'Approved algorithms', 'HMAC-SHA1 of RFC 6238, as authenticator apps expect'),
  tested('2.8.4', 'A code counts once', LOGIN, FACTOR),
  tested('2.8.5', 'A code used twice is refused and noted', LOGIN, FACTOR),
  untested('2.8.6', 'A lost token can be revoked', 'reset_second_factor of PATCH /api/users/{id}'),
  tested(
    '2.10.1',
    'Secrets between services are not passwords of people',
    LOGIN,
    'a token can be limited to reading and to objects, everywhere',
  ),
  tested(
    '2.10.4',
    'Secrets are kept safely',
    SIGN_ON,
    'the client secret of a stored connection is sealed and never shown',
  ),
  untested('3.1.1', 'Session secrets are never in addresses', 'They are read from cookie and Authorization only'),
  tested(
    '3.2.1',
    'A new secret with each log-in',
    LOGIN,
    'logging in takes no session over and ends the one that was there (fixation)',
  ),
  untested('3.2.2', 'Session secrets have 64 bits or more', '256 bits, see createSecret'),
  untested('3.2.3', 'They are kept safely in the browser', 'Cookies with HttpOnly; nothing in storage'),
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
  tested('3.5.2', 'Tokens, not shared secrets, for programs', AUTH, 'a token works until it is revoked'),
  untested('3.5.3', 'Stateless tokens are signed', 'Tokens are random and looked up; none is stateless'),
  tested('3.7.1', 'Sensitive changes ask again', LOGIN, FACTOR),
  tested('4.1.1', 'Access is decided on the server', AUTH, 'only administrators see and make users'),
  tested(
    '4.1.2',
    'Nobody changes what decides about him',
    LOGIN,
    'members that nobody may set are refused, not ignored (mass assignment)',
  ),
  tested('4.1.3', 'Least privilege', AUTH, 'menus and rights hold only what the caller may read'),
  tested('4.2.1', 'No access by guessing ids', LOGIN, ENDS),
  tested('4.2.2', 'Protection against CSRF', AUTH, 'a session needs its CSRF token for unsafe methods only'),
  tested(
    '4.3.1',
    'Administrators can use a second factor',
    LOGIN,
    'a role can demand a second factor: until it is set up nothing else opens',
  ),
  tested(
    '5.1.2',
    'No mass assignment',
    LOGIN,
    'members that nobody may set are refused, not ignored (mass assignment)',
  ),
  tested('5.1.5', 'Redirects go to known places only', SIGN_ON, 'after signing on nobody is sent to %s'),
  tested('5.2.6', 'No calls into the own network', FETCH, 'is not made into the own network: %s'),
  untested(
    '5.3.4',
    'Queries have parameters',
    'Every statement of this part binds its values; tests/integration/api-hostile.test.ts attacks them',
  ),
  tested(
    '6.2.1',
    'Cryptography fails safely',
    SEALING,
    'what is sealed is read again with the same key and purpose only',
  ),
  tested('6.2.3', 'Fresh initialisation vectors', SEALING, 'the same text is never sealed to the same'),
  tested('6.2.4', 'Keys can be changed', SEALING, 'an old key opens, the new one seals'),
  untested('6.3.1', 'Random numbers of a good source', 'node:crypto everywhere'),
  tested(
    '6.4.1',
    'Keys are kept apart from data',
    SEALING,
    'without a secret in the settings one is made in the data folder, for its owner only',
  ),
  tested('7.1.1', 'No secrets in logs', LOGIN, 'what strangers typed as a user name is not kept'),
  tested(
    '7.1.3',
    'Log-ins are logged, good and bad',
    LOGIN,
    'the history of log-ins says who, when, from where and how it ended (PLAT-84)',
  ),
  tested(
    '7.3.1',
    'No injection into logs',
    LOGIN,
    'the history of log-ins says who, when, from where and how it ended (PLAT-84)',
  ),
  tested('7.4.1', 'Errors tell nothing of the inside', AUTH, WRONG),
  tested('8.2.1', 'Answers are not kept by caches', LOGIN, 'no header of an answer takes anything from a request'),
  tested(
    '12.6.1',
    'Only known servers are called',
    SIGN_ON,
    'a provider inside the own network is not called unless the operator allows its host',
  ),
  untested('13.1.3', 'No secrets in addresses', 'Read from cookie and Authorization only, see 3.1.1'),
  tested(
    '13.2.3',
    'REST calls with cookies are protected against CSRF',
    AUTH,
    'a session needs its CSRF token for unsafe methods only',
  ),
  tested('14.4.4', 'X-Content-Type-Options: nosniff', LOGIN, 'no header of an answer takes anything from a request'),
  tested('14.5.3', 'No origin is let in by CORS', LOGIN, 'no header of an answer takes anything from a request'),
]
