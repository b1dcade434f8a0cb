import { unwritableNames } from '@fieldwork/database'
import type { QueryContext } from '@fieldwork/database'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { Problem } from '@fieldwork/fields'
import type { FieldValues, RecordAddress } from './types.ts'

type WriteOperation = 'create' | 'update'

interface Entered {
  operation: WriteOperation
  values: FieldValues
  /** names of values that the platform gives */
  given?: readonly string[]
  /** what can be written on some records only is refused, too */
  isStrict?: boolean
}

/**
 * The fields that somebody sends values of and may not write, each as a problem. What the platform fills in by itself
 * (defaults, copies, what a transition sets, hooks) is not sent. Fields that do not exist for him are left to the
 * validator, which does not know them either.
 */
export function unwritable(ctx: QueryContext, object: CompiledObject, entered: Entered): Problem[] {
  const { operation, values, given = [], isStrict = false } = entered
  if (!ctx.fieldRights || ctx.isPlatformWrite) return []
  const { unwritten, partlyWritten } = ctx.fieldRights(object.name)
  const never = unwritten[operation]
  const partly = isStrict ? partlyWritten[operation] : nowhere
  if (never.size + partly.size === 0) return []
  const absent = ctx.absent?.(object.name)
  return [...object.fields.values()]
    .filter(({ name, readOnly }) => !readOnly && !absent?.has(name) && !given.includes(name))
    .filter(({ name }) => Object.hasOwn(values, name) && (never.has(name) || partly.has(name)))
    .map((field) => notWritable(ctx, object, { field, operation }))
}

const nowhere: ReadonlyMap<string, unknown> = new Map()

/** The fields of those sent that can be written on some records only: the statement asks whether on this one. */
export function guardedFields(
  ctx: QueryContext,
  object: string,
  { operation, values }: Pick<Entered, 'operation' | 'values'>,
): string[] {
  if (!ctx.fieldRights || ctx.isPlatformWrite) return []
  const { partlyWritten } = ctx.fieldRights(object)
  const partly = partlyWritten[operation]
  return partly.size === 0
    ? []
    : Object.keys(values)
        .filter((name) => partly.has(name))
        .toSorted()
}

/** Of the fields that can be written on some records only: those that cannot on this one, as it is now. */
export async function unwritableFields(ctx: QueryContext, { object, id }: RecordAddress): Promise<string[]> {
  const partly = ctx.fieldRights?.(object).partlyWritten.update
  if (!partly || partly.size === 0) return []
  const absent = ctx.absent?.(object)
  const names = [...partly.keys()].filter((name) => !absent?.has(name)).toSorted()
  return unwritableNames(ctx, { object, id, names })
}

function notWritable(
  ctx: QueryContext,
  object: CompiledObject,
  { field, operation }: { field: CompiledField; operation: WriteOperation },
): Problem {
  const isHidden = operation === 'update' && ctx.masked?.(object.name).has(field.name)
  return isHidden ? maskedValue(field) : unwritableValue(field)
}

export function maskedValue({ name, label }: Pick<CompiledField, 'name' | 'label'>): Problem {
  return {
    pointer: `/${name}`,
    code: 'masked_field',
    message: {
      en: `${label.en} is hidden from you, so you cannot change it`,
      'zh-CN': `您无权查看${label['zh-CN']}，因此不能修改`,
    },
    params: { field: name },
  }
}

export function unwritableValue({ name, label }: Pick<CompiledField, 'name' | 'label'>): Problem {
  return {
    pointer: `/${name}`,
    code: 'not_writable',
    message: { en: `You may not enter or change ${label.en}`, 'zh-CN': `您无权填写或修改${label['zh-CN']}` },
    params: { field: name },
  }
}
