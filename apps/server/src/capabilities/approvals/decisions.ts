import { AppError } from '@fieldwork/metadata'
import type { Definition } from '@fieldwork/metadata'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { identifier, identifiers, oneOf, optional, readMembers, record, text } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { readConsent } from '../../http/consent.ts'
import { readId } from '../../http/ids.ts'
import { resolveText } from '../../http/locale.ts'
import { readChosen } from './chosen.ts'

const submission = {
  object: text,
  id: identifier,
  chain: optional(text),
  transition: optional(text),
  values: optional(record),
  comment: optional(text),
  chosen: optional(record),
}
const previewed = {
  object: text,
  id: identifier,
  transition: optional(text),
  values: optional(record),
  chain: optional(text),
  chosen: optional(record),
}
const trial = { approval: record, id: identifier, submitter: identifier, chosen: optional(record) }
const decision = { comment: optional(text), values: optional(record), files: optional(identifiers) }
const advised = { ...decision, opinion: optional(oneOf('agree', 'disagree', 'advise')) }
const TASK = '/api/approvals/tasks/:id'
const MAX_BULK = 100

type OfTask = { Params: { id: string } }

/** Submitting, deciding, handing on and taking back. */
export function addDecisionRoutes(app: FastifyInstance, { approvals }: ServerDeps): void {
  app.post('/api/approvals', async (request, reply) => {
    const consent = readConsent(request)
    const { comment = null, chosen, ...about } = readMembers(request.body, submission)
    const caller = callerOf(request)
    const approval = await approvals.start(caller, { ...about, comment, chosen: readChosen(chosen), consent })
    return reply.code(201).send(await approvals.read(caller, approval))
  })

  app.post('/api/approvals/preview', async (request) => {
    const { chosen, ...about } = readMembers(request.body, previewed)
    return approvals.preview(callerOf(request), { ...about, chosen: readChosen(chosen) })
  })

  app.post('/api/approvals/try', { config: { access: 'administrator' } }, async (request) => {
    const { approval, id, submitter, chosen } = readMembers(request.body, trial)
    const definition = approval as Definition
    return approvals.tryOut(callerOf(request), { definition, id, submitter, chosen: readChosen(chosen) })
  })

  app.post<OfTask>(`${TASK}/approve`, async (request) => {
    const { opinion = 'agree', comment = null, ...given } = readMembers(request.body ?? {}, advised)
    const task = readId(request.params.id)
    await approvals.decide(callerOf(request), { ...given, task, opinion, comment })
    return { done: true }
  })

  app.post<OfTask>(`${TASK}/reject`, async (request) => {
    const { comment = null, ...given } = readMembers(request.body ?? {}, decision)
    const task = readId(request.params.id)
    await approvals.decide(callerOf(request), { ...given, task, opinion: 'disagree', comment })
    return { done: true }
  })

  app.post<OfTask>(`${TASK}/return`, async (request) => {
    const {
      comment = null,
      step = null,
      files,
    } = readMembers(request.body ?? {}, {
      comment: optional(text),
      step: optional(text),
      files: optional(identifiers),
    })
    await approvals.giveBack(callerOf(request), { task: readId(request.params.id), to: step, comment, files })
    return { done: true }
  })

  for (const kind of ['transfer', 'delegate'] as const)
    app.post<OfTask>(`${TASK}/${kind}`, async (request) => {
      const { user, comment = null } = readMembers(request.body, { user: identifier, comment: optional(text) })
      await approvals.handOn(callerOf(request), { task: readId(request.params.id), kind, user, comment })
      return { done: true }
    })

  app.post<OfTask>(`${TASK}/add-approver`, async (request) => {
    const shape = { users: identifiers, place: oneOf('before', 'after'), comment: optional(text) }
    const { users, place, comment = null } = readMembers(request.body, shape)
    await approvals.add(callerOf(request), { task: readId(request.params.id), place, users, comment })
    return { done: true }
  })

  app.post('/api/approvals/tasks/bulk', async (request) => {
    const shape = { tasks: identifiers, opinion: oneOf('agree', 'disagree'), comment: optional(text) }
    const { tasks, opinion, comment = null } = readMembers(request.body, shape)
    if (tasks.length > MAX_BULK)
      throw refuse('invalid_request', { reason: say(`at most ${MAX_BULK} at once`, `一次最多 ${MAX_BULK} 条`) })
    const results: BulkResult[] = []
    for (const task of tasks)
      results.push(
        await oneOfMany(request, task, () =>
          approvals.decide(callerOf(request), { task: task.toLowerCase(), opinion, comment }),
        ),
      )
    return { results }
  })

  app.post<OfTask>('/api/approvals/:id/recall', async (request) => {
    const { comment = null } = readMembers(request.body ?? {}, { comment: optional(text) })
    await approvals.recall(callerOf(request), readId(request.params.id), comment)
    return { done: true }
  })

  app.post<OfTask>('/api/approvals/:id/comments', async (request, reply) => {
    const said = readMembers(request.body, { comment: text, files: optional(identifiers) })
    await approvals.comment(callerOf(request), readId(request.params.id), said)
    return reply.code(201).send({ done: true })
  })
}

interface BulkResult {
  task: string
  done: boolean
  code?: string
  message?: string | undefined
}

/** Each is decided by itself: what one is refused for is no reason to refuse the others. */
async function oneOfMany(request: FastifyRequest, task: string, decide: () => Promise<void>): Promise<BulkResult> {
  try {
    await decide()
    return { task, done: true }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const [first] = error.problems
    const message = resolveText(first?.message ?? error.localized, request.locale)
    return { task, done: false, code: error.code, message }
  }
}
