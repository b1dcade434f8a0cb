import type { ImportOptions, PublishOptions } from '@fieldwork/database'
import type { Problem } from '@fieldwork/fields'
import { AppError, isPlainObject, PACKAGE_FORMAT, readPackageDocument, type PackageDocument } from '@fieldwork/metadata'
import { refuse } from '../../errors.ts'
import { flag, integer, optional, readMembers, requireObject, text, type Member } from '../../http/body.ts'

const anyObject: Member<Record<string, unknown>, false> = {
  optional: false,
  expected: { en: 'a package', 'zh-CN': '软件包' },
  matches: isPlainObject,
}

const body = {
  package: anyObject,
  layer: optional(text),
  prune: optional(flag),
  dry_run: optional(flag),
  confirm: optional(flag),
  message: optional(text),
  base_revision: optional(integer(0, Number.MAX_SAFE_INTEGER)),
}

interface ImportRequest extends ImportOptions, PublishOptions {
  package: PackageDocument
  isDryRun: boolean
  /** where the package stands in what was sent */
  pointer: string
}

/**
 * Reads what is to be imported: a package, or one with options.
 *
 * @throws validation_failed with every problem of the package's shape
 */
export function readImport(sent: unknown): ImportRequest {
  const isBare = requireObject(sent).format === PACKAGE_FORMAT
  const pointer = isBare ? '' : '/package'
  const { package: given, dry_run: isDryRun = false, ...options } = readMembers(isBare ? { package: sent } : sent, body)
  const read = readPackageDocument(given)
  if ('problems' in read) throw refuse('validation_failed', {}, inside(read.problems, pointer))
  const { base_revision: baseRevision, ...rest } = options
  return { ...rest, baseRevision, package: read.package, isDryRun, pointer }
}

/** Problems of a package with pointers into what it was sent in. */
export const inside = (problems: readonly Problem[], pointer: string): Problem[] =>
  problems.map((problem) => {
    const { pointer: place = '' } = problem
    // a problem of a definition that did not come with the package points into that definition
    return 'kind' in problem && !place.startsWith('/documents/') ? problem : { ...problem, pointer: pointer + place }
  })

/** Runs something whose problems point into a package, and makes them point into what it was sent in. */
export async function below<T>(pointer: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'validation_failed') throw error
    throw refuse('validation_failed', error.params, inside(error.problems, pointer))
  }
}
