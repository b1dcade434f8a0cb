import type { LocalizedText } from '@fieldwork/expressions'

import { suggestName } from '../../model/api-name.ts'
import type { SelectOption } from '../../model/definitions.ts'

/** An option of a tree as a definition has it. */
export interface TreeOption extends SelectOption {
  children?: Record<string, TreeOption>
}

/** An option of a tree while it is edited: `id` stays while the key is still being written. */
export interface TreeRow {
  id: string
  key: string
  /** the key was written by hand or is published, so it does not follow the label */
  isKeyOwn: boolean
  option: Omit<TreeOption, 'children'>
  children: TreeRow[]
}

/** Levels that a tree may have. */
export const MOST_LEVELS = 6

const EMPTY = { en: '', 'zh-CN': '' }

/** The options with those below them, in their order. */
export function treeRows(options: Record<string, TreeOption>, above = ''): TreeRow[] {
  return Object.entries(options)
    .sort(([, a], [, b]) => (a.order ?? 0) - (b.order ?? 0))
    .map(([key, { children, ...option }]) => {
      const id = `${above}/${key}`
      const label = option.label ?? { en: key, 'zh-CN': key }
      return { id, key, isKeyOwn: true, option: { ...option, label }, children: treeRows(children ?? {}, id) }
    })
}

/** The options as the definition has them: numbered in their order; of equal keys the first one stays. */
export function optionsOfTree(rows: TreeRow[]): Record<string, TreeOption> {
  const options: Record<string, TreeOption> = {}
  rows.forEach(({ key, option, children }, index) => {
    if (key === '' || Object.hasOwn(options, key)) return
    const { active, ...rest } = option
    const below = optionsOfTree(children)
    options[key] = {
      ...rest,
      order: index + 1,
      ...(active === false ? { active } : {}),
      ...(Object.keys(below).length > 0 ? { children: below } : {}),
    }
  })
  return options
}

/** Changes one row wherever it stands. */
export function changedTree(
  rows: TreeRow[],
  id: string,
  change: (row: TreeRow, beside: TreeRow[]) => TreeRow,
): TreeRow[] {
  return rows.map((row) =>
    row.id === id
      ? change(
          row,
          rows.filter((other) => other !== row),
        )
      : { ...row, children: changedTree(row.children, id, change) },
  )
}

/** Changes a label; the key follows until it is written by hand. */
export function renamedTree(rows: TreeRow[], id: string, label: LocalizedText): TreeRow[] {
  return changedTree(rows, id, (row, beside) => {
    const taken = beside.map((other) => other.key)
    const key = row.isKeyOwn ? row.key : suggestName({ label: label.en, fallback: 'option', taken })
    return { ...row, key, option: { ...row.option, label } }
  })
}

/** Adds an empty option below another, or on the first level. */
export function grownTree(rows: TreeRow[], below: string | null, id: string): TreeRow[] {
  const fresh: TreeRow = { id, key: '', isKeyOwn: false, option: { order: 0, label: EMPTY }, children: [] }
  if (below === null) return [...rows, fresh]
  return changedTree(rows, below, (row) => ({ ...row, children: [...row.children, fresh] }))
}

/** Takes an option away with everything below it. */
export function prunedTree(rows: TreeRow[], id: string): TreeRow[] {
  return rows.filter((row) => row.id !== id).map((row) => ({ ...row, children: prunedTree(row.children, id) }))
}

/** Changes places with the neighbour before (-1) or after (1). */
export function swappedTree(rows: TreeRow[], id: string, step: -1 | 1): TreeRow[] {
  const at = rows.findIndex((row) => row.id === id)
  const other = at + step
  if (at < 0) return rows.map((row) => ({ ...row, children: swappedTree(row.children, id, step) }))
  if (other < 0 || other >= rows.length) return rows
  return rows.map((row, index) => (index === at ? rows[other]! : index === other ? rows[at]! : row))
}

/** Every row with its level, from the top down. */
export function flatTree(rows: TreeRow[], level = 1): { row: TreeRow; level: number }[] {
  return rows.flatMap((row) => [{ row, level }, ...flatTree(row.children, level + 1)])
}
