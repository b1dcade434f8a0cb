import type { ChangeSet } from '@fieldwork/metadata'
import type { Plan, Published, RevertPart, RevisionSummary } from '@fieldwork/database'
import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse } from '../../errors.ts'
import { flag, list, optional, readMembers, text } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { resolveText, type Locale } from '../../http/locale.ts'
import { resolveProblems, resolveSteps } from '../../http/problem.ts'
import { readChoice, readInteger, readQuery } from '../../http/query.ts'
import { stepsWith } from '../../plugins/plugin-steps.ts'
import { checkEntry, readChangeSet } from './change-set.ts'
import { wrongChannels } from './guard-channels.ts'
import { guardConnections } from './guard-connections.ts'
import { guardReturningRoles, guardRoles } from './guard-roles.ts'
import { describeTask } from './tasks.ts'

/** A whole package fits into one change set. */
const BODY_LIMIT_BYTES = 16 << 20
const MAX_PAGE = 200

const ADMINISTRATOR = { config: { access: 'administrator' } } as const
const KEEPER = { config: { access: 'administrator', right: 'configuration' } } as const
const REVISIONS = new Set(['limit', 'before'] as const)
const REVERT = new Set(['plan'] as const)
const revertBody = { confirm: optional(flag), message: optional(text), documents: optional(list) }

interface RevisionParams {
  Params: { n: string }
}

export function addPublishingRoutes(app: FastifyInstance, { db, registry, automation, plugins }: ServerDeps): void {
  const channelProblems = (changes: ChangeSet) => {
    const { channels } = automation
    return wrongChannels({ channels, steps: stepsWith(plugins), catalog: registry.catalog() }, changes)
  }
  const options = { ...KEEPER, bodyLimit: BODY_LIMIT_BYTES }

  app.post('/api/metadata/plan', options, async (request) => {
    const { confirm: _confirm, message: _message, ...changes } = readChangeSet(request.body)
    const plan = await registry.plan(changes, callerOf(request))
    const problems = [...plan.problems, ...(await channelProblems(changes))]
    return describePlan({ ...plan, problems }, request.locale)
  })

  app.post('/api/metadata/publish', options, async (request) => {
    const changes = readChangeSet(request.body)
    const catalog = registry.catalog()
    guardRoles(catalog, callerOf(request), changes)
    await guardReturningRoles(registry, callerOf(request), changes)
    await guardConnections({ db, catalog }, callerOf(request), changes)
    const silent = await channelProblems(changes)
    if (silent.length > 0) {
      const { problems } = await registry.plan(changes, callerOf(request))
      throw refuse('validation_failed', {}, [...problems, ...silent])
    }
    return describePublished(await registry.publish(changes, callerOf(request)), request.locale)
  })

  app.get('/api/metadata/revisions', KEEPER, async (request) => {
    const query = readQuery(request, REVISIONS)
    const limit = readInteger(query.limit, { name: 'limit', least: 1, most: MAX_PAGE })
    const before = readInteger(query.before, { name: 'before', least: 0, most: Number.MAX_SAFE_INTEGER })
    const revisions = await registry.revisions({ limit, before })
    return { data: revisions.map((revision) => inWords(revision, request.locale)) }
  })

  app.get<RevisionParams>('/api/metadata/revisions/:n', KEEPER, async (request) =>
    inWords(await registry.revision(readRevision(request.params.n)), request.locale),
  )

  app.post<RevisionParams>('/api/metadata/revisions/:n/revert', ADMINISTRATOR, async (request) => {
    const isPlan = readChoice(readQuery(request, REVERT).plan, { name: 'plan', choices: ['true', 'false'] }) === 'true'
    const { documents, ...choices } = request.body === undefined ? {} : readMembers(request.body, revertBody)
    const part = documents === undefined ? {} : { documents: readDocuments(documents) }
    const revision = readRevision(request.params.n)
    if (isPlan) return describePlan(await registry.planRevert(revision, part), request.locale)
    const published = await registry.revert(revision, callerOf(request), { ...choices, ...part })
    return describePublished(published, request.locale)
  })
}

/** A publication with its tasks in one language. */
export const describePublished = ({ revision, tasks }: Published, locale: Locale) => ({
  revision,
  tasks: tasks.map((task) => describeTask(task, locale)),
})

/** Which parts of a revision are meant. */
export function readDocuments(entries: unknown[]): NonNullable<RevertPart['documents']> {
  const problems = entries.flatMap((entry, at) =>
    checkEntry(entry, `/documents/${at}`, { kind: 'text', name: 'text', path: 'place' }),
  )
  if (problems.length > 0) throw refuse('validation_failed', {}, problems)
  return entries as NonNullable<RevertPart['documents']>
}

function describePlan({ problems, steps }: Plan, locale: Locale) {
  return { problems: resolveProblems(problems, locale), steps: resolveSteps(steps, locale) }
}

/** A revision with its message in one language. */
export const inWords = <R extends Pick<RevisionSummary, 'message'>>({ message, ...revision }: R, locale: Locale) => ({
  ...revision,
  message: resolveText(message, locale),
})

function readRevision(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw refuse('not_found', { name: text })
  return Number(text)
}
