import { sqlState, sqlStateOf } from '@fieldwork/database'
import type { Drafted } from '@fieldwork/database'
import type { Problem } from '@fieldwork/fields'
import { AppError } from '@fieldwork/metadata'
import type { Catalog } from '@fieldwork/metadata'
import { compareAccess, draftAssignment } from '@fieldwork/records'
import type { AccessDiffInput, Actor, FieldValues } from '@fieldwork/records'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse } from '../../errors.ts'
import {
  identifier,
  identifiers,
  integer,
  list,
  optional,
  readMembers,
  record,
  requireObject,
  text,
  texts,
} from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { resolveProblems } from '../../http/problem.ts'
import { readChangeSet } from './change-set.ts'
import { describeAccessDiff } from './describe-access-diff.ts'
import { inside, readImport } from './import-body.ts'
import { readDocuments } from './publishing.ts'

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

/** Who would gain and lose what by changes that nobody has published, or by an assignment of a role. */
export function addAccessDiffRoute(app: FastifyInstance, deps: ServerDeps): void {
  const { registry, db, config } = deps
  const draft = rememberLast(registry)
  const route = { config: { access: 'administrator', right: 'configuration' }, bodyLimit: BODY_LIMIT_BYTES } as const

  app.post('/api/metadata/plan/access', route, async (request, reply) => {
    const { input, changes } = split(requireObject(request.body))
    const signal = signalOf(reply)
    const drafted: DraftedAccess =
      'assignment' in changes ? await draftOf(deps, callerOf(request), changes) : await draft(changes)
    if ('problems' in drafted) return { problems: resolveProblems(drafted.problems, request.locale) }
    try {
      const { facts } = drafted
      const found = await compareAccess({ db, timeZone: config.timeZone }, drafted, { ...input, facts, signal })
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

const revertBody = { revert: integer(0, Number.MAX_SAFE_INTEGER), documents: optional(list) }
const uninstallBody = { uninstall: text }

/** A change set, a package as an import takes it, a revision that is taken back, or a package that goes. */
async function compile(
  { draft, packages, draftRevert }: ServerDeps['registry'],
  changes: Record<string, unknown>,
): Promise<Drafted> {
  if ('revert' in changes) {
    const { revert, documents } = readMembers(changes, revertBody)
    return draftRevert(revert, documents && { documents: readDocuments(documents) }).catch(asProblems)
  }
  if ('uninstall' in changes) {
    return packages.draftUninstall(readMembers(changes, uninstallBody).uninstall).catch(asProblems)
  }
  if (!('package' in changes) && !('format' in changes)) {
    const { confirm: _confirm, message: _message, ...set } = readChangeSet(changes)
    return draft(set).catch(asProblems)
  }
  const { package: read, pointer, isDryRun: _dry, message: _message, ...rest } = readImport(changes)
  const drafted = await packages.draft(read, rest).catch(asProblems)
  return 'problems' in drafted ? { problems: inside(drafted.problems, pointer) } : drafted
}

type DraftedAccess = ({ before: Catalog; after: Catalog } & Pick<AccessDiffInput, 'facts'>) | { problems: Problem[] }

const assignmentBody = { assignment: record }
const assignmentMembers = { id: optional(identifier), values: optional(record) }

/** The same definitions, with people of whom the organisation says something else. */
async function draftOf(
  { records, registry, config: { timeZone } }: ServerDeps,
  actor: Actor,
  changes: Record<string, unknown>,
): Promise<DraftedAccess> {
  const { id, values = null } = readMembers(readMembers(changes, assignmentBody).assignment, assignmentMembers)
  const catalog = await registry.refresh()
  try {
    const facts = await draftAssignment({ records, registry, timeZone }, actor, { id, values: values as FieldValues })
    return { before: catalog, after: catalog, facts }
  } catch (error) {
    const drafted = asProblems(error)
    return 'problems' in drafted ? { problems: inside(drafted.problems, '/assignment/values') } : drafted
  }
}

function asProblems(error: unknown): Drafted {
  if (error instanceof AppError && error.code === 'validation_failed') return { problems: error.problems }
  throw error
}
