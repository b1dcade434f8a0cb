import { tested, untested } from './requirement.ts'
import type { Requirement } from './requirement.ts'
import { ANSWERS, FETCH } from './test-files.ts'

/** Chapter 9. */
export const communication: readonly Requirement[] = [
  tested(
    '9.1.1',
    'TLS for all, with no way back',
    ANSWERS,
    'over HTTPS pages and answers say that only HTTPS is to be used',
  ),
  untested('9.1.2', 'Strong ciphers only', 'The deployer’s TLS proxy; README, For operators'),
  untested(
    '9.1.3',
    'TLS 1.2 and 1.3 only',
    'The deployer’s TLS proxy; Node.js itself refuses older ones when it calls',
  ),
  untested(
    '9.2.1',
    'Certificates are verified',
    'Node.js verifies those of servers that are called; nothing switches it off',
  ),
  tested('9.2.2', 'Calls to others are encrypted', FETCH, 'is made over https only: %s'),
  untested(
    '9.2.3',
    'Calls to others are authenticated',
    'OpenID Connect by client secret, S3 by signed requests, the database by its account',
  ),
  untested(
    '9.2.4',
    'Revoked certificates are refused',
    'The deployer’s TLS proxy staples; outgoing calls follow Node.js',
  ),
]
