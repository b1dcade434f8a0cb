import { tested, untested } from './requirement.ts'
import type { Requirement } from './requirement.ts'
import { ANSWERS, AUTH, LOG, LOGIN, PROBLEMS } from './test-files.ts'

const WRONG = 'a wrong password and an unknown user are answered alike'

/** Chapter 7. */
export const errorsAndLogs: readonly Requirement[] = [
  tested('7.1.1', 'No secrets in logs', LOGIN, 'what strangers typed as a user name is not kept'),
  tested('7.1.2', 'No personal data in logs', ANSWERS, 'the log of the server holds no passwords, tokens or values'),
  tested(
    '7.1.3',
    'Log-ins are logged, good and bad',
    LOGIN,
    'the history of log-ins says who, when, from where and how it ended (PLAT-84)',
  ),
  tested(
    '7.1.4',
    'Entries say who, what, when, whence',
    LOG,
    'log-ins, accounts, publications and roles are told with who, whence and in which session',
  ),
  tested(
    '7.2.1',
    'Every log-in is noted without its secrets',
    LOGIN,
    'the history of log-ins says who, when, from where and how it ended (PLAT-84)',
  ),
  tested('7.2.2', 'Refused access is noted', LOG, 'a denied attempt is told, once however often it is made'),
  tested(
    '7.3.1',
    'No injection into logs',
    LOGIN,
    'the history of log-ins says who, when, from where and how it ended (PLAT-84)',
  ),
  tested(
    '7.3.3',
    'The log cannot be changed',
    LOG,
    'nobody changes the log, not even with the database account of the program',
  ),
  untested(
    '7.3.4',
    'Clocks agree',
    'Times are stored in UTC by the database’s clock; keeping it right is the deployer’s duty',
  ),
  tested('7.4.1', 'Errors tell nothing of the inside', AUTH, WRONG),
  tested(
    '7.4.2',
    'Failures are handled throughout',
    PROBLEMS,
    'an unexpected error shows a reference and nothing else',
  ),
  tested(
    '7.4.3',
    'A last handler takes what nobody expected',
    PROBLEMS,
    'an unexpected error shows a reference and nothing else',
  ),
]
