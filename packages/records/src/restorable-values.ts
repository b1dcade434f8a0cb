import { unwritableNames } from '@fieldwork/database'
import type { QueryContext } from '@fieldwork/database'
import type { Problem } from '@fieldwork/fields'
import { pointerOf } from '@fieldwork/metadata'
import type { Actor, FieldValues, RecordAddress } from './types.ts'

/** What somebody brings back of a record, and what he is told of the rest. */
export interface Restorable {
  values: FieldValues
  /** fields that he knows and may not write: they stay as they are */
  kept: Problem[]
}

/**
 * Of what a record was, what the actor may write on it as it is now. State and read-only fields are the platform's: only
 * administrators bring them back.
 *
 * @param options.isOpen fields that are open although they are read-only
 */
export async function restorableValues(
  ctx: QueryContext,
  actor: Actor,
  { object: name, id, values, isOpen = () => false }: RecordAddress & RestorableOptions,
): Promise<Restorable> {
  const { fields, states, levelField } = ctx.catalog.object(name)
  if (actor.administrator) {
    // follows from where the record stands then
    const { [levelField ?? '']: _level, ...rest } = values
    return { values: rest, kept: [] }
  }
  const isEntered = (field: string) =>
    isOpen(field) || (field !== states?.field && fields.get(field)?.readOnly === false)
  const entered = Object.keys(values).filter(isEntered)
  const rights = ctx.fieldRights?.(name)
  const asked = entered.filter((field) => rights?.partlyWritten.update.has(field))
  const closed = new Set(asked.length > 0 ? await unwritableNames(ctx, { object: name, id, names: asked }) : [])
  const isClosed = (field: string) => rights?.unwritten.update.has(field) === true || closed.has(field)
  const known = entered.filter((field) => isClosed(field) && !ctx.absent?.(name).has(field))
  return {
    values: Object.fromEntries(entered.filter((field) => !isClosed(field)).map((field) => [field, values[field]])),
    kept: known.map((field) => keptProblem(field, fields.get(field)!.label)),
  }
}

interface RestorableOptions {
  values: FieldValues
  isOpen?: (field: string) => boolean
}

const keptProblem = (field: string, label: { en: string; 'zh-CN': string }): Problem => ({
  pointer: pointerOf(field),
  code: 'not_restored',
  message: {
    en: `${label.en} stays as it is, for you may not change it`,
    'zh-CN': `${label['zh-CN']}保持不变，因为您无权修改`,
  },
  params: { field },
})
