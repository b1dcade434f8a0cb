import type { ExprType } from '../types.ts'
import type { FunctionEntry } from './function-entry.ts'

/** Functions of records that stand below each other. */
export const hierarchyFunctions: FunctionEntry[] = [
  {
    name: 'under',
    parameters: [
      { name: 'record', type: 'record' },
      { name: 'id', type: 'record' },
    ],
    result: 'boolean',
    partial: true,
    js: ([item, root], { ancestors }, object = '') => {
      if (item === root) return true
      return ancestors?.(object, String(item))?.includes(String(root)) ?? null
    },
    sql: ({ sql, node, binder }) => {
      const [item, root] = [sql(0), sql(1)]
      const isFixed = node(1).kind === 'literal' || node(1).kind === 'variable'
      return (
        binder.under?.({ object: objectOf(node(0).type), item, root, isFixed }) ?? `nullif(${item} = ${root}, false)`
      )
    },
    doc: {
      en: 'Whether a record of a hierarchy is the one with the id or stands anywhere below it.',
      'zh-CN': '层级记录是否为指定记录本身或其任意下级。',
    },
  },
]

/** The object of a record; empty where it is not known. */
export const objectOf = (type: ExprType): string => (type.kind === 'record' ? type.object : '')
