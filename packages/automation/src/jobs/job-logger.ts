import { Logger } from 'graphile-worker'
import type { Log } from '@fieldwork/database'

/** What the queue says of itself; failures of jobs are told by who runs them. */
export function jobLogger(log: Log): Logger {
  return new Logger(() => (level, message, meta) => {
    if (level === 'error') log.error({ ...meta }, message)
    if (level === 'warning') log.warn({ ...meta }, message)
  })
}
