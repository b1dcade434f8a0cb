import { previewDeadline, readDeadlineHistory, workingTimeLeft } from '@fieldwork/automation'
import type { DeadlineState } from '@fieldwork/database'
import type { Catalog } from '@fieldwork/metadata'
import type { Capability } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { optional, readMembers, text } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import type { Locale } from '../../http/locale.ts'
import { readChoice, readInteger, readQuery, splitList } from '../../http/query.ts'

const QUERY = new Set(['state', 'mine', 'object', 'rule', 'id', 'limit', 'after'] as const)
const COUNTS = new Set(['mine', 'object', 'rule'] as const)
const NONE: ReadonlySet<never> = new Set()
const STATES: readonly DeadlineState[] = ['open', 'paused', 'met', 'missed', 'void']
const PENDING: readonly DeadlineState[] = ['open', 'paused', 'missed']
const MOST = 500
const previewBody = { rule: text, start: text, case: optional(text) }

/** What has to be done about records until when. */
export const deadlines: Capability = {
  name: 'deadlines',
  register(app, { records, registry, db, config }) {
    const { timeZone } = config
    app.get('/api/deadlines', async (request) => {
      const { state, mine, object, rule, id, limit, after } = readQuery(request, QUERY)
      const most = readInteger(limit, { name: 'limit', least: 1, most: MOST })
      const catalog = registry.catalog()
      const found = await records.deadlines(callerOf(request), {
        objects: objectsOf(catalog, object),
        states: statesOf(state),
        mine: readChoice(mine, { name: 'mine', choices: ['true', 'false'] }) === 'true',
        ...(rule !== undefined && { rule }),
        ...(id !== undefined && { id: readId(id) }),
        ...(most !== undefined && { limit: most }),
        ...(after !== undefined && { after }),
      })
      return {
        ...found,
        data: found.data.map((each) => ({ ...each, ...wordsOf(catalog, each, { locale: request.locale, timeZone }) })),
      }
    })

    app.get('/api/deadlines/counts', async (request) => {
      const { mine, object, rule } = readQuery(request, COUNTS)
      return records.deadlineCounts(callerOf(request), {
        objects: objectsOf(registry.catalog(), object),
        mine: readChoice(mine, { name: 'mine', choices: ['true', 'false'] }) === 'true',
        ...(rule !== undefined && { rule }),
      })
    })

    app.get<{ Params: { object: string; id: string } }>('/api/records/:object/:id/deadlines', async (request) => {
      readQuery(request, NONE)
      const { object } = request.params
      const id = readId(request.params.id)
      const actor = callerOf(request)
      await records.get(actor, { object, id, fields: ['id'] })
      const catalog = registry.catalog()
      const { data } = await records.deadlines(actor, { objects: [object], id, states: STATES, limit: MOST })
      const history = await readDeadlineHistory(
        db,
        data.map((each) => each.id),
      )
      return {
        data: data.map((each) => ({
          ...each,
          ...wordsOf(catalog, each, { locale: request.locale, timeZone }),
          history: history.get(each.id) ?? [],
        })),
      }
    })

    app.post('/api/metadata/deadlines/preview', { config: { access: 'administrator' } }, async (request) => {
      const { rule: name, start, case: key } = readMembers(request.body, previewBody)
      const catalog = registry.catalog()
      const rule = catalog.deadlines.get(name)
      if (!rule) throw refuse('not_found', { name })
      const moment = new Date(start)
      if (Number.isNaN(moment.getTime()) || !/T.*(Z|[+-]\d\d:\d\d)$/.test(start)) {
        throw refuse('invalid_parameter', {
          name: 'start',
          reason: say('expected a date with time and zone', '应为带时区的日期时间'),
        })
      }
      return previewDeadline(catalog, rule, {
        start: moment,
        zone: config.timeZone,
        ...(key !== undefined && { case: key }),
      })
    })
  },
}

const labelOf = ({ deadlines: rules }: Catalog, rule: string, locale: Locale): string =>
  rules.get(rule)?.label[locale] ?? rule

/** What a deadline is called, and how long there is: in working time where its rule counts that. */
function wordsOf(
  catalog: Catalog,
  { rule: name, due_at: due }: { rule: string; due_at: string },
  { locale, timeZone }: { locale: Locale; timeZone: string },
) {
  const rule = catalog.deadlines.get(name)
  const isByClock = !rule || 'hours' in rule.length || 'days' in rule.length
  const left = isByClock ? null : workingTimeLeft(new Date(due), { catalog, calendar: rule.calendar, timeZone })
  return { label: labelOf(catalog, name, locale), left }
}

/** @throws not_found */
function objectsOf(catalog: Catalog, object: string | undefined): string[] {
  if (object !== undefined) return [catalog.object(object).name]
  return [...new Set([...catalog.deadlines.values()].map((rule) => rule.object))]
}

/** @throws invalid_parameter */
function statesOf(state: string | undefined): readonly DeadlineState[] {
  if (state === undefined) return PENDING
  return splitList(state).map((one) => readChoice(one, { name: 'state', choices: STATES })!)
}
