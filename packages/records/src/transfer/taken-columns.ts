import type { QueryContext } from '@fieldwork/database'
import type { Problem } from '@fieldwork/fields'
import { appError } from '@fieldwork/metadata'
import { readPath } from '../shown-path.ts'
import type { TakenColumn } from './types.ts'

interface ColumnsInput {
  object: string
  /** paths; default: every field that people see */
  fields?: readonly string[]
  /** hidden ones are left out although they were asked for */
  leavesOutHidden?: boolean | undefined
  locale: 'en' | 'zh-CN'
}

/**
 * The columns of what is taken away. What is hidden from the actor never leaves: it is left out where he asks for
 * everything, and refused where he asks for it by name.
 *
 * @throws unknown_field, forbidden (every hidden field named)
 */
export function takenColumns(
  ctx: QueryContext,
  { object, fields, leavesOutHidden = false, locale }: ColumnsInput,
): TakenColumn[] {
  const asked = fields && fields.length > 0 ? [...new Set(fields)] : null
  const found = (asked ?? shownFields(ctx, object)).map((path) => ({
    path,
    read: readPath(ctx, { object, path, locale }),
  }))
  const unknown = found.find(({ read }) => read === null)
  if (unknown && !leavesOutHidden) throw appError('unknown_field', { object, field: unknown.path })
  const known = found.flatMap(({ path, read }) => (read ? [{ path, ...read }] : []))
  const hidden = known.filter(({ isMasked }) => isMasked)
  if (asked && !leavesOutHidden && hidden.length > 0) throw appError('forbidden', {}, hidden.map(hiddenColumn))
  return known.filter(({ isMasked }) => !isMasked).map(({ path, field, label }) => ({ path, field, label }))
}

/** The id first, so that a file can be read back. */
function shownFields({ catalog, absent }: QueryContext, object: string): string[] {
  const fields = [...catalog.object(object).fields.values()].filter(({ name }) => !absent?.(object).has(name))
  const shown = fields.filter(({ name, property }) => name !== 'id' && property['x-field'].visible !== false)
  return ['id', ...shown.map(({ name }) => name)]
}

function hiddenColumn({ path, label }: { path: string; label: string }): Problem {
  return {
    code: 'masked_field',
    message: {
      en: `“${label}” is hidden from you, so it cannot be taken away`,
      'zh-CN': `“${label}”对您隐藏，不能导出或打印`,
    },
    params: { field: path },
  }
}
