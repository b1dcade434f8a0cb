import { isId } from '@fieldwork/database'
import type { Actor, ExplainInput } from '@fieldwork/records'
import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { callerOf } from '../../http/caller.ts'
import { resolveText, type Locale } from '../../http/locale.ts'
import { readInteger, readQuery } from '../../http/query.ts'
import { readRecord, roleIn } from './explain.ts'

const WHO = new Set(['object', 'id', 'op', 'limit', 'after'] as const)
const MAX_PAGE = 200
const DEFAULT_PAGE = 50
/** people asked about together, and at most for one page: a page may be shorter than its limit and have a next one */
const BATCH = 100
const MOST_PEOPLE = 2_000
const AT_ONCE = 4

/** Who may do something with a record, and why: administrators only. */
export function addWhoRoute(app: FastifyInstance, deps: ServerDeps): void {
  app.get('/api/access/who', { config: { access: 'administrator' } }, async (request) => {
    const { limit, after, ...query } = readQuery(request, WHO)
    const input = readRecord({ object: query.object, id: query.id, op: query.op, values: undefined })
    const most = readInteger(limit, { name: 'limit', least: 1, most: MAX_PAGE }) ?? DEFAULT_PAGE
    // a record that is not there is told before anybody is asked about
    await deps.records.grantingArms(callerOf(request), input)
    return listPeople(deps, input, { limit: most, after: readAfter(after), locale: request.locale })
  })
}

interface Place {
  name: string
  id: string
}

interface PageInput {
  limit: number
  after: Place | null
  locale: Locale
}

async function listPeople(deps: ServerDeps, input: ExplainInput, { limit, after, locale }: PageInput) {
  const data: object[] = []
  let last = after
  for (let asked = 0; asked < MOST_PEOPLE; asked += BATCH) {
    const people = await deps.identity.people({ after: last, limit: BATCH, locale })
    const reasons = await inTurns(people, (person) => deps.records.grantingArms(person, input))
    for (const [at, { id, name, username }] of people.entries()) {
      last = { name, id }
      const arms = reasons[at]
      if (arms) data.push({ id, name, username, because: arms.map((arm) => reasonOf(deps, arm, locale)) })
      if (data.length === limit) return pageOf(data, last)
    }
    if (people.length < BATCH) return pageOf(data, null)
  }
  return pageOf(data, last)
}

type Arm = NonNullable<Awaited<ReturnType<ServerDeps['records']['grantingArms']>>>[number]

const reasonOf = ({ registry }: ServerDeps, { assignment, role, lentBy, kind, label }: Arm, locale: Locale) => ({
  assignment,
  lentBy,
  role: roleIn(registry.catalog(), role, locale),
  kind,
  label: resolveText(label, locale),
})

const pageOf = (data: object[], last: Place | null) => ({
  data,
  page: { after: last && Buffer.from(JSON.stringify([last.name, last.id])).toString('base64url') },
})

/** @throws invalid_cursor */
function readAfter(text: string | undefined): Place | null {
  if (text === undefined || text === '') return null
  try {
    const [name, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[]
    if (typeof name === 'string' && typeof id === 'string' && isId(id)) return { name, id }
  } catch {
    // refused below
  }
  throw refuse('invalid_parameter', { name: 'after', reason: say('the cursor of a page before', '应为上一页的游标') })
}

/** A few at a time, answers in the order of the people. */
async function inTurns<T>(people: readonly Actor[], ask: (person: Actor) => Promise<T>): Promise<T[]> {
  const answers: T[] = []
  for (let at = 0; at < people.length; at += AT_ONCE)
    answers.push(...(await Promise.all(people.slice(at, at + AT_ONCE).map(ask))))
  return answers
}
