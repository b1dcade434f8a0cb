import { getTask } from '@fieldwork/database'
import type { TaskContext, TaskHandler, TaskInfo } from '@fieldwork/database'
import { AppError, appError } from '@fieldwork/metadata'
import type { Problem } from '@fieldwork/fields'
import { asSystem } from '@fieldwork/records'
import type { Actor, Records } from '@fieldwork/records'
import type { Database } from '@fieldwork/database'
import { refuse } from '../errors.ts'

export const HAND_OVER = 'records.hand-over'
const RECORDS_PER_STEP = 50
/** more would only hide the first ones */
const MAX_TOLD = 100

export interface HandOverArgs {
  /** ids of users */
  from: string
  to: string
  objects: string[]
  /** only these records, of the one object; null: all that he owns */
  ids: string[] | null
  reason: string | null
  /** in whose name and with whose rights; null: the platform's */
  actor: string | null
  /** what the token by which it was begun is limited to */
  scope?: Actor['scope']
}

interface Cursor {
  /** place among the objects */
  object: number
  /** marker of the page */
  after: string | null
  done: number
  refused: number
  problems: Problem[]
}

interface HandOverDeps {
  records(): Records
  freshActor(actor: Actor): Promise<Actor>
}

/** Gives what a person owns to another, step by step, each record with its assignment record. */
export function handOverHandler(deps: HandOverDeps): TaskHandler<HandOverArgs, Cursor> {
  return {
    kind: HAND_OVER,
    async run(task) {
      const actor = await actorOf(deps, task.args)
      const total = await totalOf(deps.records(), actor, task.args)
      let cursor = task.cursor ?? { object: 0, after: null, done: 0, refused: 0, problems: [] }
      while (cursor.object < task.args.objects.length) {
        cursor = await step(task, deps.records(), { actor, cursor })
        await task.report(cursor.done + cursor.refused, Math.max(total, cursor.done + cursor.refused), cursor)
      }
      if (cursor.refused > 0) throw appError('hand_over_incomplete', { count: cursor.refused }, cursor.problems)
    },
  }
}

async function actorOf({ freshActor }: HandOverDeps, { actor: id, reason, scope }: HandOverArgs): Promise<Actor> {
  if (id === null) return asSystem(reason ?? 'Hand-over')
  return freshActor({ id, username: '', name: '', roles: [], administrator: false, locale: 'zh-CN', scope })
}

async function totalOf(records: Records, actor: Actor, { from, objects, ids }: HandOverArgs): Promise<number> {
  if (ids) return ids.length
  const held = await records.holdings(actor, from)
  return held.filter(({ object }) => objects.includes(object)).reduce((sum, { owned }) => sum + owned, 0)
}

interface Step {
  actor: Actor
  cursor: Cursor
}

/** What was handed over leaves the list of what he owns, so a step that is repeated finds the rest. */
async function step(
  task: TaskContext<HandOverArgs, Cursor>,
  records: Records,
  { actor, cursor }: Step,
): Promise<Cursor> {
  const { from, to, objects, ids, reason } = task.args
  const object = objects[cursor.object] ?? ''
  const page = await pageOf(records, actor, { object, from, ids, after: cursor.after })
  const problems: Problem[] = []
  await records.transaction(async (within, db) => {
    await task.fence(db)
    problems.length = 0
    for (const { id } of page.data) {
      const input = { object, id, owner: to, method: 'handover' as const, ...(reason !== null && { reason }) }
      const problem = await refusalOf(within, actor, input)
      if (problem) problems.push(problem)
    }
  })
  const { after } = page.page
  return {
    object: after === null ? cursor.object + 1 : cursor.object,
    after,
    done: cursor.done + page.data.length - problems.length,
    refused: cursor.refused + problems.length,
    problems: [...cursor.problems, ...problems].slice(0, MAX_TOLD),
  }
}

interface Page {
  data: { id: string }[]
  page: { after: string | null }
}

interface PageInput {
  object: string
  from: string
  ids: readonly string[] | null
  after: string | null
}

async function pageOf(records: Records, actor: Actor, { object, from, ids, after }: PageInput): Promise<Page> {
  const chosen = ids ? ` && id in [${ids.map((id) => `'${id}'`).join(', ')}]` : ''
  const filter = `owner == '${from}'${chosen}`
  const query = { object, filter, fields: ['id'], sort: 'id', limit: RECORDS_PER_STEP }
  return JSON.parse(await records.list(actor, { ...query, ...(after !== null && { after }) })) as Page
}

/** Why a record stays where it is; null: it was handed over. */
async function refusalOf(
  records: Records,
  actor: Actor,
  input: Parameters<Records['assign']>[1],
): Promise<Problem | null> {
  try {
    await records.transaction((within) => within.assign(actor, input))
    return null
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'stale_revision') throw error
    const { code, localized: message } = error
    return { pointer: '', code, message, params: { object: input.object, id: input.id } }
  }
}

/**
 * A hand-over as its task, for who has begun it and for administrators.
 *
 * @throws not_found
 */
export async function handOverOf(db: Database, actor: Actor, id: string): Promise<TaskInfo> {
  const task = await getTask(db, id)
  const isHis = task.actor?.id === actor.id || actor.administrator
  if (task.kind !== HAND_OVER || !isHis) throw refuse('not_found', { name: id })
  return task
}
