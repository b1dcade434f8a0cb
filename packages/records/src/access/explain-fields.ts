import type { QueryContext, RowAccess } from '@fieldwork/database'
import type { CompiledObject, Operation } from '@fieldwork/metadata'
import type { ExplainedField } from './explained.ts'

type Asked = (access: RowAccess) => number
type Answer = (isHeld: (test: number) => boolean) => ExplainedField

/**
 * The rights on the fields of a record, as far as they depend on the record: asked now, told when the tests have been
 * answered.
 */
export function askFields(
  ctx: QueryContext,
  object: CompiledObject,
  ask: Asked,
): (operation: Operation, isHeld: (test: number) => boolean) => Record<string, ExplainedField> {
  const shown = new Map([...object.fields.keys()].map((name) => [name, askShown(ctx, object.name, { name, ask })]))
  const written = { create: askWritten(ctx, object, 'create', ask), update: askWritten(ctx, object, 'update', ask) }
  return (operation, isHeld) => {
    const isWritten = operation === 'create' || operation === 'update' ? written[operation] : null
    const rights = [...shown].map(([name, answer]) => {
      const right = answer(isHeld)
      return [name, right !== 'none' && isWritten?.get(name)?.(isHeld) ? 'write' : right] as const
    })
    return Object.fromEntries(rights)
  }
}

function askShown(
  { masked, absent, fieldRights }: QueryContext,
  object: string,
  { name, ask }: { name: string; ask: Asked },
): Answer {
  if (!masked?.(object).has(name)) return () => 'read'
  if (absent?.(object).has(name)) return () => 'none'
  const partly = fieldRights?.(object).partly.get(name)
  if (!partly) return () => 'mask'
  const open = ask(partly.open)
  const preview = partly.preview ? ask(partly.preview) : null
  return (isHeld) => (isHeld(open) ? 'read' : preview === null || isHeld(preview) ? 'mask' : 'none')
}

function askWritten(
  { fieldRights }: QueryContext,
  { name: object, fields }: CompiledObject,
  operation: 'create' | 'update',
  ask: Asked,
): Map<string, (isHeld: (test: number) => boolean) => boolean> {
  const rights = fieldRights?.(object)
  const open = [...fields.values()].filter(({ name, readOnly }) => !readOnly && !rights?.unwritten[operation].has(name))
  return new Map(
    open.map(({ name }) => {
      const access = rights?.partlyWritten[operation].get(name)
      const test = access ? ask(access) : null
      return [name, (isHeld) => test === null || isHeld(test)]
    }),
  )
}
