import { cancelTask, nudgeTasks } from '@fieldwork/database'
import type { TaskInfo } from '@fieldwork/database'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { identifiers, oneOf, optional, readMembers, text } from '../../http/body.ts'
import { callerOf, loggedCallerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { beginPrint } from '../../printing/begin-print.ts'
import { printTaskOf, printedFileOf } from '../../printing/print-task.ts'
import { describeTask } from '../metadata/tasks.ts'
import type { ObjectParams } from './answers.ts'

const printBody = { ids: identifiers, template: optional(text), locale: optional(oneOf('en', 'zh-CN')) }

interface TaskParams {
  Params: { id: string }
}

/** Several records in one file, made beside the requests. */
export function addPrintTaskRoutes(app: FastifyInstance, deps: ServerDeps): void {
  const { db, files } = deps
  const answer = async (request: FastifyRequest, task: TaskInfo) => ({
    ...describeTask(task, request.locale),
    file: await printedFileOf({ db, files }, callerOf(request), task.id),
  })

  app.post<ObjectParams>('/api/records/:object/print-tasks', async (request, reply) => {
    const { ids, template = null, locale: language = null } = readMembers(request.body, printBody)
    const { call = noCall, ...actor } = loggedCallerOf(request)
    const { object } = request.params
    const chosen = [...new Set(ids.map((id) => id.toLowerCase()))]
    const asked = { object, ids: chosen, template, language, locale: actor.locale, call }
    const id = await beginPrint(deps, actor, asked)
    const task = await printTaskOf(db, actor, id)
    return reply
      .code(202)
      .header('location', `/api/print-tasks/${id}`)
      .send(await answer(request, task))
  })

  app.get<TaskParams>('/api/print-tasks/:id', async (request) =>
    answer(request, await printTaskOf(db, callerOf(request), readId(request.params.id))),
  )

  app.post<TaskParams>('/api/print-tasks/:id/cancel', async (request) => {
    const { id } = await printTaskOf(db, callerOf(request), readId(request.params.id))
    const task = await cancelTask(db, id)
    nudgeTasks(db)
    return answer(request, task)
  })
}

const noCall = { address: null, session: null, account: null }
