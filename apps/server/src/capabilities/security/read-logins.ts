import { isId } from '@fieldwork/database'
import type { FastifyRequest } from 'fastify'
import { refuse, say } from '../../errors.ts'
import { readInteger, readQuery } from '../../http/query.ts'
import type { Identity } from '../../identity/index.ts'

const OWN = new Set(['result', 'from', 'to', 'after', 'limit'] as const)
const SPAN = new Set(['from', 'to'] as const)
const ALL = new Set(['user', ...OWN] as const)

/**
 * Answers with the history of log-ins.
 *
 * @param userId whose; null: everybody's, or `user` of the query
 */
export function readLogins(request: FastifyRequest, { logins }: Identity, userId: string | null) {
  const query: Partial<Record<string, string>> = readQuery<string>(request, userId === null ? ALL : OWN)
  const { user, result, from, to, after, limit } = query
  return logins.list({
    userId: userId ?? readUuid('user', user),
    result: result ?? null,
    from: readMoment('from', from),
    to: readMoment('to', to),
    after: readUuid('after', after),
    limit: readInteger(limit, { name: 'limit', least: 1, most: 500 }) ?? 50,
  })
}

/** Answers with who logged in how often, and who was refused. */
export async function reportLogins(request: FastifyRequest, { logins }: Identity) {
  const { from, to } = readQuery(request, SPAN)
  return { data: await logins.report({ from: readMoment('from', from), to: readMoment('to', to) }) }
}

function readUuid(name: string, value: string | undefined): string | null {
  if (value === undefined) return null
  if (!isId(value)) throw refuse('invalid_parameter', { name, reason: say('expected an id', '应为 ID') })
  return value
}

function readMoment(name: string, value: string | undefined): string | null {
  if (value === undefined) return null
  const isMoment = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]{5,12}(?:Z|[+-]\d{2}:\d{2}))?$/.test(value)
  if (!isMoment || Number.isNaN(Date.parse(value))) {
    const reason = say('expected a date or a moment (ISO 8601)', '应为日期或时刻（ISO 8601）')
    throw refuse('invalid_parameter', { name, reason })
  }
  return value
}
