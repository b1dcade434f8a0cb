import type { Conflict, InstalledPackage, Plan } from '@fieldwork/database'
import { pointerOf, type HiddenPart } from '@fieldwork/metadata'
import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { flag, optional, readMembers, text } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { resolveText, type Locale } from '../../http/locale.ts'
import { resolveProblems, resolveSteps } from '../../http/problem.ts'
import { readChoice, readQuery } from '../../http/query.ts'
import { conflictWords } from './conflict-words.ts'
import { describePublished } from './publishing.ts'
import { below, inside, readImport } from './import-body.ts'

/** What the largest package may hold. */
const BODY_LIMIT_BYTES = 16 << 20
const ADMINISTRATOR = { config: { access: 'administrator' } } as const
const KEEPER = { config: { access: 'administrator', right: 'configuration' } } as const
const EXPORT = new Set(['layer'] as const)
const uninstallBody = { dry_run: optional(flag), confirm: optional(flag), message: optional(text) }
const resolveBody = { take: text, confirm: optional(flag), message: optional(text) }

/** Packages, what upgrades left to decide, what is hidden, and how definitions travel between workspaces. */
export function addPackageRoutes(app: FastifyInstance, { registry }: ServerDeps): void {
  const { packages } = registry

  app.get('/api/metadata/packages', KEEPER, async (request) => ({
    data: packages.list().map((entry) => describePackage(entry, request.locale)),
  }))

  app.get('/api/metadata/hidden', KEEPER, async (request) => ({
    data: packages.hidden().map((part) => describeHidden(part, request.locale)),
  }))

  app.get('/api/metadata/export', KEEPER, async (request, reply) => {
    const { layer = 'workspace' } = readQuery(request, EXPORT)
    const found = packages.export(layer)
    return reply
      .header('content-disposition', `attachment; filename="${found.name}-${found.version}.json"`)
      .header('cache-control', 'no-store')
      .send(found)
  })

  app.post('/api/metadata/import', { ...ADMINISTRATOR, bodyLimit: BODY_LIMIT_BYTES }, async (request) => {
    const { package: read, isDryRun, pointer, ...options } = readImport(request.body)
    if (isDryRun) return describePlan(await packages.plan(read, options), { pointer, locale: request.locale })
    const { changed, ...published } = await below(pointer, () => packages.import(read, options, callerOf(request)))
    return { changed, ...describePublished(published, request.locale) }
  })

  app.post<{ Params: { name: string } }>('/api/metadata/packages/:name/uninstall', ADMINISTRATOR, async (request) => {
    const { dry_run: isDryRun = false, ...options } = readMembers(request.body ?? {}, uninstallBody)
    const { name } = request.params
    if (isDryRun) return describePlan(await packages.planUninstall(name), { pointer: '', locale: request.locale })
    return describePublished(await packages.uninstall(name, options, callerOf(request)), request.locale)
  })

  app.get('/api/metadata/conflicts', KEEPER, async (request) => ({
    data: (await packages.conflicts()).map((conflict) => describeConflict(conflict, request.locale)),
  }))

  app.post<{ Params: { id: string } }>('/api/metadata/conflicts/:id/resolve', ADMINISTRATOR, async (request) => {
    const { take, ...options } = readMembers(request.body, resolveBody)
    const choice = readChoice(take, { name: 'take', choices: ['ours', 'theirs'] }) ?? 'ours'
    const published = await packages.resolve(request.params.id, choice, { ...options, actor: callerOf(request) })
    return describePublished(published, request.locale)
  })
}

const describePackage = ({ label, ...entry }: InstalledPackage, locale: Locale) => ({
  ...entry,
  label: resolveText(label, locale),
})

const describeHidden = ({ label, documentLabel, ...part }: HiddenPart, locale: Locale) => ({
  ...part,
  label: resolveText(label, locale),
  document_label: resolveText(documentLabel, locale),
})

const describeConflict = ({ message, ...conflict }: Conflict, locale: Locale) => ({
  ...conflict,
  message: resolveText(message ?? conflictWords(conflict), locale),
})

function describePlan(
  { problems, steps, changes, conflicts, isChange }: Plan,
  where: { pointer: string; locale: Locale },
) {
  const { pointer, locale } = where
  return {
    changed: isChange,
    problems: resolveProblems(inside(problems, pointer), locale),
    steps: resolveSteps(steps, locale),
    changes,
    conflicts: conflicts.map(({ isApplied, path, target, message, ...conflict }) => ({
      ...conflict,
      path: pointerOf(...path),
      applied: isApplied,
      target: target ? pointerOf(...target) : null,
      message: resolveText(message ?? conflictWords(conflict), locale),
    })),
  }
}
