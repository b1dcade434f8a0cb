import { tested, untested } from './requirement.ts'
import type { Requirement } from './requirement.ts'
import { ANSWERS, AUTH, HOSTILE, JSON_BODY, PROBLEMS } from './test-files.ts'

/** Chapter 13. */
export const api: readonly Requirement[] = [
  tested('13.1.1', 'One reading of addresses and bodies', JSON_BODY, 'bytes that are not UTF-8 are invalid_json'),
  untested('13.1.3', 'No secrets in addresses', 'Read from cookie and Authorization only, see 3.1.1'),
  tested('13.1.4', 'Rights on routes and on records', AUTH, 'only administrators see and make users'),
  tested('13.1.5', 'Unexpected kinds of content are refused', PROBLEMS, 'bodies are JSON, whatever they say they are'),
  tested('13.2.1', 'Methods fit who calls', ANSWERS, 'methods that nobody needs are refused'),
  tested('13.2.2', 'Bodies are checked by schemas', HOSTILE, '%s is refused with a problem'),
  tested(
    '13.2.3',
    'REST calls with cookies are protected against CSRF',
    AUTH,
    'a session needs its CSRF token for unsafe methods only',
  ),
  tested('13.2.5', 'The kind of content is checked', PROBLEMS, 'bodies are JSON, whatever they say they are'),
  untested('13.2.6', 'Messages are not changed on the way', 'TLS, see 9.1.1'),
  untested('13.3.1', 'XML is checked by its schema', 'No SOAP'),
  untested('13.3.2', 'Messages are signed', 'No SOAP'),
  tested('13.4.1', 'Queries have limits of depth and size', HOSTILE, '%s is refused with a problem'),
  tested(
    '13.4.2',
    'Rights are below the query language',
    'tests/integration/no-oracle-values.test.ts',
    'counts of collections, labels and sums are those of what one reads',
  ),
]
