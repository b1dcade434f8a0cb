import { tested, untested } from './requirement.ts'
import type { Requirement } from './requirement.ts'
import { SUPPLY } from './test-files.ts'

/** Chapter 10. */
export const maliciousCode: readonly Requirement[] = [
  tested('10.2.1', 'Nothing phones home', SUPPLY, 'the web app asks no other host for anything'),
  untested(
    '10.2.2',
    'Permissions of the browser are asked for where needed only',
    'Place and microphone by the button of a field for a place or a recording, never by themselves',
  ),
  untested('10.3.1', 'Updates are signed', 'There is no automatic update'),
  tested(
    '10.3.2',
    'No code from strangers',
    SUPPLY,
    'every package comes from the registry, with the hash of what was checked',
  ),
  untested('10.3.3', 'No forgotten names of hosts', 'The product relies on no host names of its own'),
]
