import { labelsOf, previewMemberRule } from '@fieldwork/database'
import { appError, compileDraftMemberRule } from '@fieldwork/metadata'
import type { Definition } from '@fieldwork/metadata'
import type { ShownMemberRule } from './types.ts'
import type { WriteContext } from './write-context.ts'

/**
 * What a member rule that is not published would do now.
 *
 * @throws validation_failed (every problem of the rule, pointers below `/rule`)
 */
export async function draftMemberRule(
  ctx: WriteContext,
  definition: Record<string, unknown>,
): Promise<ShownMemberRule> {
  const name = typeof definition.name === 'string' ? definition.name : ''
  const draft = compileDraftMemberRule(ctx.catalog, { ...definition, name } as Definition)
  if ('problems' in draft) {
    const problems = draft.problems.map(({ pointer = '', code, message, params }) => {
      return { pointer: `/rule${pointer}`, code, message, params }
    })
    throw appError('validation_failed', {}, problems)
  }
  const { sample, ...counts } = await previewMemberRule(ctx, { rule: draft.rule, schema: ctx.deps.db.schema })
  const labels = await labelsOf(
    ctx,
    new Map([
      [draft.rule.object, new Set(sample.map(({ record }) => record))],
      ['user', new Set(sample.flatMap(({ users }) => users))],
    ]),
  )
  const named = (object: string) => (id: string) => ({ id, label: labels.get(object)?.get(id) ?? null })
  return {
    ...counts,
    sample: sample.map(({ record, users }) => ({
      record: named(draft.rule.object)(record),
      users: users.map(named('user')),
    })),
  }
}
