import { sqlState, sqlStateOf } from '@fieldwork/database'
import type { Drafted } from '@fieldwork/database'
import { AppError } from '@fieldwork/metadata'
import { compareAccess } from '@fieldwork/records'
import type { AccessDiffInput } from '@fieldwork/records'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse } from '../../errors.ts'
import { identifiers, integer, optional, readMembers, requireObject, texts } from '../../http/body.ts'
import { resolveProblems } from '../../http/problem.ts'
import { readChangeSet } from './change-set.ts'
import { describeAccessDiff } from './describe-access-diff.ts'
import { inside, readImport } from './import-body.ts'

const BODY_LIMIT_BYTES = 16 << 20
const MS = 1_000
/** nobody waits for the answer any more: what nginx calls it */
const CLIENT_CLOSED = 499

const options = {
  people: optional(identifiers),
  roles: optional(texts),
  sample: optional(integer(0, 200)),
  seconds: optional(integer(1, 120)),
  rows: optional(integer(1, 10_000_000)),
  examples: optional(integer(0, 20)),
}
const defaults = { sample: 20, seconds: 20, rows: 1_000_000, examples: 5 }

/** Who would gain and lose what by changes that nobody has published. */
export function addAccessDiffRoute(app: FastifyInstance, deps: ServerDeps): void {
  const { registry, db, config } = deps
  const draft = rememberLast(registry)
  const route = { config: { access: 'administrator' }, bodyLimit: BODY_LIMIT_BYTES } as const

  app.post('/api/metadata/plan/access', route, async (request, reply) => {
    const { input, changes } = split(requireObject(request.body))
    const signal = signalOf(reply)
    const drafted = await draft(changes)
    if ('problems' in drafted) return { problems: resolveProblems(drafted.problems, request.locale) }
    try {
      const found = await compareAccess({ db, timeZone: config.timeZone }, drafted, { ...input, signal })
      return { problems: [], ...describeAccessDiff(found, request.locale) }
    } catch (error) {
      if (signal.aborted) return reply.code(CLIENT_CLOSED).send()
      const state = sqlStateOf(error)
      const isOld = state === sqlState.undefinedColumn || state === sqlState.undefinedTable
      if (isOld && (await registry.refresh()).revision !== drafted.before.revision) throw refuse('changed_meanwhile')
      throw error
    }
  })
}

/** What is asked, apart from the changes that it is asked about. */
function split(body: Record<string, unknown>): { input: AccessDiffInput; changes: Record<string, unknown> } {
  const isOption = (name: string): boolean => Object.hasOwn(options, name)
  const entries = Object.entries(body)
  const asked = readMembers(Object.fromEntries(entries.filter(([name]) => isOption(name))), options)
  const { people, roles, seconds = defaults.seconds, ...rest } = asked
  const { sample = defaults.sample, rows = defaults.rows, examples = defaults.examples } = rest
  return {
    input: { people, roles, sample, rows, examples, ms: seconds * MS },
    changes: Object.fromEntries(entries.filter(([name]) => !isOption(name))),
  }
}

/** Aborted when the caller hangs up before he is answered. */
function signalOf(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort()
  })
  return controller.signal
}

/** People are asked about a few at a time, with the same changes: those are compiled once. */
function rememberLast(registry: ServerDeps['registry']) {
  let last: { key: string; revision: number; drafted: Drafted } | null = null
  return async (changes: Record<string, unknown>): Promise<Drafted> => {
    const key = JSON.stringify(changes)
    const { revision } = await registry.refresh()
    if (last?.key === key && last.revision === revision) return last.drafted
    const drafted = await compile(registry, changes)
    last = { key, revision, drafted }
    return drafted
  }
}

/** A change set, or a package as an import takes it. */
async function compile(
  { draft, packages }: ServerDeps['registry'],
  changes: Record<string, unknown>,
): Promise<Drafted> {
  if (!('package' in changes) && !('format' in changes)) {
    const { confirm: _confirm, message: _message, ...set } = readChangeSet(changes)
    return draft(set).catch(asProblems)
  }
  const { package: read, pointer, isDryRun: _dry, message: _message, ...rest } = readImport(changes)
  const drafted = await packages.draft(read, rest).catch(asProblems)
  return 'problems' in drafted ? { problems: inside(drafted.problems, pointer) } : drafted
}

function asProblems(error: unknown): Drafted {
  if (error instanceof AppError && error.code === 'validation_failed') return { problems: error.problems }
  throw error
}
