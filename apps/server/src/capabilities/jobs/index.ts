import { discardDeadJob, listDeadJobs, retryDeadJob } from '@fieldwork/automation'
import type { DeadJob } from '@fieldwork/automation'
import type { Capability } from '../../capability.ts'
import { say } from '../../errors.ts'
import { resolveText, type Locale } from '../../http/locale.ts'
import { resolveProblems } from '../../http/problem.ts'
import { readInteger, readQuery } from '../../http/query.ts'

const ADMINISTRATOR = { config: { access: 'administrator', right: 'configuration' } } as const
const QUERY = new Set(['limit', 'offset'] as const)
const MAX_PAGE = 500
const MAX_OFFSET = 1_000_000

interface JobParams {
  Params: { id: string }
}

/** Work beside the requests, for those who keep the definitions: how much waits, and what has failed for good. */
export const jobs: Capability = {
  name: 'jobs',
  register(app, { db, automation }) {
    app.get('/api/jobs', ADMINISTRATOR, async () => {
      const { outbox, jobs: counts } = await automation.jobs.state()
      const { lagSeconds: told, ...rows } = outbox
      const { lagSeconds: due, ...all } = counts
      return { outbox: { ...rows, lag_seconds: told }, jobs: { ...all, lag_seconds: due } }
    })

    app.get('/api/jobs/dead', ADMINISTRATOR, async (request) => {
      const query = readQuery(request, QUERY)
      const limit = readInteger(query.limit, { name: 'limit', least: 1, most: MAX_PAGE })
      const offset = readInteger(query.offset, { name: 'offset', least: 0, most: MAX_OFFSET })
      const dead = await listDeadJobs(db, {
        ...(limit !== undefined && { limit }),
        ...(offset !== undefined && { offset }),
      })
      return { data: dead.map((job) => described(job, request.locale)) }
    })

    app.post<JobParams>('/api/jobs/:id/retry', ADMINISTRATOR, async ({ params }, reply) => {
      await retryDeadJob(db, params.id)
      automation.jobs.nudge()
      return reply.code(204).send()
    })

    app.post<JobParams>('/api/jobs/:id/discard', ADMINISTRATOR, async ({ params }, reply) => {
      await discardDeadJob(db, params.id)
      return reply.code(204).send()
    })
  },
}

const lost = say('Its worker was lost at every attempt', '每次执行时处理进程都中断了')

function described({ reason, ...job }: DeadJob, locale: Locale) {
  const { code = 'worker_lost', message = lost, problems = [] } = reason ?? {}
  const words = { code, message: resolveText(message, locale), problems: resolveProblems(problems, locale) }
  return { ...job, reason: words }
}
