import { tested } from './requirement.ts'
import type { Requirement } from './requirement.ts'
import { ANSWERS, AUTH, GUARDED, LOGIN, NODES } from './test-files.ts'

const ENDS = "people end their own sessions, nobody another's, administrators anybody's (IDOR)"

/** Chapter 4. */
export const accessControl: readonly Requirement[] = [
  tested('4.1.1', 'Access is decided on the server', AUTH, 'only administrators see and make users'),
  tested(
    '4.1.2',
    'Nobody changes what decides about him',
    LOGIN,
    'members that nobody may set are refused, not ignored (mass assignment)',
  ),
  tested('4.1.3', 'Least privilege', AUTH, 'menus and rights hold only what the caller may read'),
  tested(
    '4.1.5',
    'Refusing is what happens when something fails',
    NODES,
    'a write is not done by rights that were taken away, and is by those that were given',
  ),
  tested('4.2.1', 'No access by guessing ids', LOGIN, ENDS),
  tested('4.2.2', 'Protection against CSRF', AUTH, 'a session needs its CSRF token for unsafe methods only'),
  tested(
    '4.3.1',
    'Administrators can use a second factor',
    LOGIN,
    'a role can demand a second factor: until it is set up nothing else opens',
  ),
  tested('4.3.2', 'No listing of folders, no files of tools', ANSWERS, 'files of tools and folders are not served'),
  tested('4.3.3', 'Who keeps people cannot give himself rights', GUARDED, 'gives himself no role, whichever it is'),
]
