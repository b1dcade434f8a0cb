import { readPastValues, versionAt } from '@fieldwork/database'
import type { QueryContext, WriteInput } from '@fieldwork/database'
import { AppError, appError } from '@fieldwork/metadata'
import { exactMoment } from './exact-moment.ts'
import { restorableValues } from './restorable-values.ts'
import type { Actor, RecordText, RestoreInput } from './types.ts'

const attempts = 3

const notATime = {
  en: '“at” is not a time such as 2026-01-31T09:30:00Z',
  'zh-CN': 'at 不是有效时间，例如 2026-01-31T09:30:00Z',
}

/**
 * Writes what a record was at a version (or moment) as one change of its own, so the history stays whole. Somebody
 * else's write in between is replayed too, unless the caller insists on a version. Who is not an administrator brings
 * back what he could have entered himself: the state, read-only fields and those he may not write on this record stay as
 * they are, and warnings (`not_restored`) name the last.
 *
 * @throws not_found (the record, or the version), stale_version, and whatever a change may be refused for
 */
export async function restoreRecord(
  ctx: QueryContext,
  actor: Actor,
  input: RestoreInput,
  write: (change: WriteInput) => Promise<RecordText>,
): Promise<RecordText> {
  const { object, id, expectedVersion, reason } = input
  for (let attempt = 1; ; attempt++) {
    const version = 'version' in input ? input.version : await versionAtMoment(ctx, input)
    const past = await readPastValues(ctx, { object, id, version })
    const { values, kept } = await restorableValues(ctx, actor, { object, id, values: past.values })
    try {
      const restored = await write({
        object,
        id,
        operation: 'restore',
        values,
        expectedVersion: expectedVersion ?? past.current,
        reason: reason ?? `version ${version}`,
      })
      return kept.length === 0 ? restored : { ...restored, warnings: [...(restored.warnings ?? []), ...kept] }
    } catch (error) {
      const isRace = error instanceof AppError && error.code === 'stale_version' && expectedVersion === undefined
      if (!isRace || attempt === attempts) throw error
    }
  }
}

async function versionAtMoment(
  ctx: QueryContext,
  { object, id, at }: { object: string; id: string; at: string },
): Promise<number> {
  if (Number.isNaN(Date.parse(at))) throw appError('invalid_request', { reason: notATime })
  const version = await versionAt(ctx, { object, id, at: exactMoment(at) })
  if (version === null) throw appError('not_found', { name: at })
  return version
}
