import { tested, untested } from './requirement.ts'
import type { Requirement } from './requirement.ts'
import { EXPORT, LIMITS, LOG, OUTDATED, STATES } from './test-files.ts'

/** Chapter 11. */
export const businessLogic: readonly Requirement[] = [
  tested(
    '11.1.1',
    'Steps come in their order',
    STATES,
    'of $object cannot begin elsewhere, nor be edited into another state',
  ),
  untested(
    '11.1.2',
    'Steps at human speed',
    'Business records are written by programs too; log-ins are slowed down (2.2.1), requests limited (11.1.4)',
  ),
  tested('11.1.3', 'Actions have limits by person', EXPORT, 'too many rows are refused, never cut off'),
  tested(
    '11.1.4',
    'Mass requests are limited',
    LIMITS,
    'refuses a caller who asks too often, with the time to wait, and nobody else',
  ),
  tested(
    '11.1.5',
    'Business risks have limits',
    EXPORT,
    'exporting takes the right to, and reaches no further than it',
  ),
  tested(
    '11.1.6',
    'No time between check and use',
    OUTDATED,
    'a write is not done by what a node knew of the actor before: it asks again, and then decides',
  ),
  tested('11.1.7', 'What is unusual is noticed', LOG, 'a denied attempt is told, once however often it is made'),
  untested(
    '11.1.8',
    'Alerts can be set',
    '/metrics for Prometheus, and the operation log; rules of alerting are the deployer’s',
  ),
]
