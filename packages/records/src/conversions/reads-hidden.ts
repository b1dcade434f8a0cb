import type { CheckedExpression } from '@fieldwork/expressions'
import { fieldsRead } from '@fieldwork/metadata'
import type { CompiledConversion } from '@fieldwork/metadata'
import type { WriteContext } from '../write-context.ts'
import { expressionsOf } from './read-source.ts'

/** Whether a conversion reads fields that are hidden from the actor. */
export function readsHidden(ctx: Pick<WriteContext, 'catalog' | 'masked'>, conversion: CompiledConversion): boolean {
  const isHidden = (object: string, expression: CheckedExpression) =>
    fieldsRead(ctx.catalog, object, expression).some(({ object: of, field }) => ctx.masked?.(of.name).has(field.name))
  const own = [...expressionsOf(conversion)].some(([, expression]) => isHidden(conversion.source, expression))
  const lines = conversion.targets.flatMap((target) => target.lines)
  return own || lines.some((map) => expressionsOfLines(map).some((each) => isHidden(map.from.object, each)))
}

const expressionsOfLines = ({ when, values }: CompiledConversion['targets'][number]['lines'][number]) => [
  ...Object.values(values),
  ...(when ? [when] : []),
]
