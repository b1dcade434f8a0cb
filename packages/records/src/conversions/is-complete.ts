import type { CompiledConversion, CompiledConversionTarget } from '@fieldwork/metadata'
import type { WriteContext } from '../write-context.ts'
import { readSourceLines } from './read-source.ts'

interface CompletenessQuestion {
  conversion: CompiledConversion
  targets: readonly CompiledConversionTarget[]
  /** of the source */
  id: string
}

/** Whether nothing remains of the lines that are converted in parts. */
export async function isComplete(ctx: WriteContext, { conversion, targets, id }: CompletenessQuestion) {
  for (const target of targets) {
    for (const map of target.lines) {
      if (map.quantity && (await readSourceLines(ctx, { conversion, target, map, id })).length > 0) return false
    }
  }
  return true
}
