import { listOperations } from '@fieldwork/database'
import type { OperationFilter, OperationOutcome } from '@fieldwork/database'
import type { FastifyRequest } from 'fastify'
import type { Capability, ServerDeps } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { readInteger, readQuery } from '../../http/query.ts'
import { sendLogFile } from './log-file.ts'

const MAX_PAGE = 500
const FILTER = ['action', 'outcome', 'actor', 'object', 'record', 'address', 'q', 'from', 'to'] as const
const LIST = new Set([...FILTER, 'limit', 'after'] as const)
const EXPORT = new Set(FILTER)
const OUTCOMES: readonly OperationOutcome[] = ['done', 'refused', 'failed', 'cancelled']

/** Who did what: for those who have the right to know. */
export const operationLog: Capability = {
  name: 'operation-log',
  register(app, deps) {
    app.get('/api/operation-log', async (request) => {
      demandRight(request, deps, 'log')
      const { limit, after, ...filter } = readQuery(request, LIST)
      const most = readInteger(limit, { name: 'limit', least: 1, most: MAX_PAGE })
      return listOperations(deps.db, { ...readFilter(filter), limit: most, after })
    })

    app.get('/api/operation-log/export', async (request, reply) => {
      demandRight(request, deps, 'log_export')
      return sendLogFile(reply, deps, readFilter(readQuery(request, EXPORT)))
    })
  },
}

function demandRight(request: FastifyRequest, { records }: ServerDeps, right: 'log' | 'log_export'): void {
  if (!records.platformRights(callerOf(request)).includes(right)) throw refuse('forbidden')
}

type FilterQuery = Partial<Record<(typeof FILTER)[number], string>>

function readFilter({ action, outcome, actor, record, from, to, ...rest }: FilterQuery): OperationFilter {
  return {
    ...rest,
    actions: action?.split(','),
    outcomes: outcome === undefined ? undefined : readOutcomes(outcome),
    actor: actor === undefined ? undefined : readId(actor),
    record: record === undefined ? undefined : readId(record),
    from: readMoment('from', from),
    to: readMoment('to', to),
  }
}

function readOutcomes(text: string): OperationOutcome[] {
  const wanted = text.split(',')
  const outcomes = OUTCOMES.filter((outcome) => wanted.includes(outcome))
  if (outcomes.length === wanted.length) return outcomes
  const reason = say(`expected some of ${OUTCOMES.join(', ')}`, `应为 ${OUTCOMES.join('、')} 中的若干项`)
  throw refuse('invalid_parameter', { name: 'outcome', reason })
}

/** ISO 8601, with its zone. */
function readMoment(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const isMoment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(text)
  const moment = new Date(text)
  if (isMoment && !Number.isNaN(moment.getTime())) return moment.toISOString()
  throw refuse('invalid_parameter', { name, reason: say('expected a moment in ISO 8601', '应为 ISO 8601 时间') })
}
