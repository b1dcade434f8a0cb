import { cancelTask, getTask, listTasks, nudgeTasks, retryTask } from '@fieldwork/database'
import type { TaskInfo, TaskState } from '@fieldwork/database'
import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { readId } from '../../http/ids.ts'
import { resolveText, type Locale } from '../../http/locale.ts'
import { resolveProblems } from '../../http/problem.ts'
import { readInteger, readQuery } from '../../http/query.ts'

const ADMINISTRATOR = { config: { access: 'administrator', right: 'configuration' } } as const
const MAX_PAGE = 500
const QUERY = new Set(['state', 'limit'] as const)
const STATES: readonly TaskState[] = ['queued', 'running', 'done', 'failed', 'cancelled']

interface TaskParams {
  Params: { id: string }
}

/** Long work beside the requests: indexes, conversions, recomputations. */
export function addTaskRoutes(app: FastifyInstance, { db }: ServerDeps): void {
  app.get('/api/metadata/tasks', ADMINISTRATOR, async (request) => {
    const query = readQuery(request, QUERY)
    const limit = readInteger(query.limit, { name: 'limit', least: 1, most: MAX_PAGE })
    const states = query.state === undefined ? undefined : readStates(query.state)
    const tasks = await listTasks(db, { ...(states && { states }), ...(limit !== undefined && { limit }) })
    return { data: tasks.map((task) => describeTask(task, request.locale)) }
  })

  app.get<TaskParams>('/api/metadata/tasks/:id', ADMINISTRATOR, async (request) =>
    describeTask(await getTask(db, readId(request.params.id)), request.locale),
  )

  app.post<TaskParams>('/api/metadata/tasks/:id/cancel', ADMINISTRATOR, async (request) => {
    const task = await cancelTask(db, readId(request.params.id))
    nudgeTasks(db)
    return describeTask(task, request.locale)
  })

  app.post<TaskParams>('/api/metadata/tasks/:id/retry', ADMINISTRATOR, async (request) => {
    const task = await retryTask(db, readId(request.params.id))
    nudgeTasks(db)
    return describeTask(task, request.locale)
  })
}

/** A task with its words in one language. */
export function describeTask({ label, error, key: _key, ...task }: TaskInfo, locale: Locale) {
  const { message, problems = [], ...rest } = error ?? {}
  const described = error && {
    ...rest,
    message: resolveText(message, locale),
    problems: resolveProblems(problems, locale),
  }
  return { ...task, label: resolveText(label, locale), error: described }
}

function readStates(text: string): TaskState[] {
  const wanted = text.split(',')
  const states = STATES.filter((state) => wanted.includes(state))
  if (states.length === wanted.length) return states
  const reason = say(`expected some of ${STATES.join(', ')}`, `应为 ${STATES.join('、')} 中的若干项`)
  throw refuse('invalid_parameter', { name: 'state', reason })
}
