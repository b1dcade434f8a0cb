import { tested, untested } from './requirement.ts'
import type { Requirement } from './requirement.ts'
import { AUTH, LOGIN, RULES, SIGN_ON, STRENGTH } from './test-files.ts'

const GIVEN = 'a password that was given must be changed before anything else (PLAT-89)'
const FACTOR = 'a second factor is shown at every log-in, each code once (PLAT-91)'
const HASHED = 'secrets are stored as hashes only'
const TOLD = 'whose account it is hears of each change of password, factor and address, by mail as well'
const NO_SMS = 'No codes by SMS or e-mail are sent'

/** Chapter 2. */
export const authentication: readonly Requirement[] = [
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
  tested('2.1.8', 'A strength meter', STRENGTH, '%j is of strength %d'),
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
  tested('2.2.3', 'People are told of changes to their account', LOGIN, TOLD),
  untested(
    '2.3.1',
    'First passwords are random and short-lived',
    'Made ones have 79 bits; must_change_password makes them last for one log-in',
  ),
  tested('2.3.1b', 'A given password is changed first', LOGIN, GIVEN),
  untested(
    '2.3.2',
    'Own authenticators may be enrolled',
    'Any authenticator app (TOTP); keys of hardware by a provider of OpenID Connect that asks for them',
  ),
  untested(
    '2.3.3',
    'Renewal comes in time for what expires',
    'Passwords expire only by policy and are renewed at the next log-in; codes of the app do not expire',
  ),
  tested('2.4.1', 'Passwords are kept with a slow salted hash', AUTH, HASHED),
  untested('2.4.2', 'Salts are long enough', '16 random bytes by @node-rs/argon2'),
  untested('2.4.3', 'PBKDF2 has enough rounds', 'Not used'),
  untested('2.4.4', 'Its cost is right', 'Argon2id with 19 MiB, two passes: OWASP, Password Storage'),
  untested('2.4.5', 'A further secret key', 'Not used: what is stored is Argon2id alone'),
  untested('2.5.1', 'No first password in clear text by mail', 'Nothing is mailed'),
  untested('2.5.2', 'No secret questions', 'There are none'),
  tested('2.5.3', 'Recovery shows no current password', AUTH, HASHED),
  untested(
    '2.5.4',
    'No shared accounts',
    'The first start makes admin with a password of the operator or a random one',
  ),
  tested('2.5.5', 'Changes of how one proves oneself are told', LOGIN, TOLD),
  untested(
    '2.5.6',
    'Recovery is as safe as logging in',
    'Only administrators reset passwords and second factors; recovery codes replace the app, not the password',
  ),
  untested(
    '2.5.7',
    'Lost second factors are renewed with proof',
    'An administrator resets them (reset_second_factor), which is logged; recovery codes are the other way',
  ),
  tested('2.6.1', 'Recovery codes count once', LOGIN, FACTOR),
  untested('2.6.2', 'They have enough chance', '79 bits each'),
  untested('2.6.3', 'Recovery codes resist offline attacks', 'Hashed, 79 bits of chance each'),
  untested('2.7.1', 'Out-of-band codes', NO_SMS),
  untested('2.7.2', 'How long codes by another way hold', 'No codes by SMS, push or e-mail are sent'),
  untested('2.7.3', 'Such codes count once', 'No codes by SMS, push or e-mail are sent'),
  untested('2.7.4', 'They travel on a safe channel', 'No codes by SMS, push or e-mail are sent'),
  untested('2.7.5', 'They are kept as hashes', 'No codes by SMS, push or e-mail are sent'),
  untested('2.7.6', 'They have enough chance', 'No codes by SMS, push or e-mail are sent'),
  tested('2.8.1', 'Time-based codes expire', LOGIN, FACTOR),
  tested('2.8.2', 'Their seeds are protected', LOGIN, 'seeds of second factors are sealed, recovery codes hashed'),
  untested('2.8.3', 'Approved algorithms', 'HMAC-SHA1 of RFC 6238, as authenticator apps expect'),
  tested('2.8.4', 'A code counts once', LOGIN, FACTOR),
  tested('2.8.5', 'A code used twice is refused and noted', LOGIN, FACTOR),
  untested('2.8.6', 'A lost token can be revoked', 'reset_second_factor of PATCH /api/users/{id}'),
  untested('2.8.7', 'Biometry only in second place', 'There is none'),
  untested('2.9.1', 'Keys of devices are kept safely', 'No authentication by keys of hardware or certificates'),
  untested('2.9.2', 'Their challenges are long enough', 'No authentication by keys of hardware or certificates'),
  untested('2.9.3', 'Their algorithms are approved', 'No authentication by keys of hardware or certificates'),
  tested(
    '2.10.1',
    'Secrets between services are not passwords of people',
    LOGIN,
    'a token can be limited to reading and to objects, everywhere',
  ),
  tested(
    '2.10.2',
    'No default passwords for services',
    'tests/integration/launcher-bundled.test.ts',
    'the database stores UTF-8, knows Chinese letters, and listens on 127.0.0.1 only, with a password',
  ),
  untested(
    '2.10.3',
    'Passwords between services are protected',
    'They are in the environment or a file that only its owner reads; nothing stores them',
  ),
  tested(
    '2.10.4',
    'Secrets are kept safely',
    SIGN_ON,
    'the client secret of a stored connection is sealed and never shown',
  ),
]
