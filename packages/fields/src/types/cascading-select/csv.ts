import type { Cell } from '../../csv/cell.ts'
import { narrow, readCell } from '../../csv/cell.ts'
import type { CsvContext, Json, LocalizedText, Property } from '../../field-type.ts'
import { nodesAlong, pathsOf, STEP, treeOf } from './tree.ts'
import type { Tree, TreeNode } from './tree.ts'

/** The labels along the path, `Zhejiang / Hangzhou`; the path where they would lead elsewhere. */
export function formatPath(value: Json, property: Property, { locale = 'zh-CN' }: CsvContext = {}): string {
  if (typeof value !== 'string') return ''
  const tree = treeOf(property)
  const nodes = nodesAlong(tree, value)
  const text = nodes?.map(({ label }) => label[locale]).join(` ${STEP} `)
  return text !== undefined && found(tree, text).length === 1 ? text : value
}

/** Reads a path of keys or of labels in either language, separated by `/`. */
export function parsePath(cell: string, property: Property): Cell {
  const tree = treeOf(property)
  return readCell(cell, (text) => {
    if (nodesAlong(tree, text)) return { value: text }
    const paths = found(tree, text)
    if (paths.length === 1 && paths[0] !== undefined) return { value: paths[0] }
    return { problem: paths.length === 0 ? unknownPath(text) : ambiguousPath(text, paths) }
  })
}

function found(tree: Tree, text: string): string[] {
  const wanted = comparable(text)
  return [...pathsOf(tree)]
    .filter(({ path, nodes }) => [path, labels(nodes, 'en'), labels(nodes, 'zh-CN')].map(comparable).includes(wanted))
    .map(({ path }) => path)
}

function labels(nodes: TreeNode[], locale: keyof LocalizedText): string {
  return nodes.map(({ label }) => label[locale]).join(STEP)
}

function comparable(text: string): string {
  return narrow(text)
    .toLowerCase()
    .replace(/\s*\/\s*/g, STEP)
}

function unknownPath(text: string): LocalizedText {
  return {
    en: `“${text}” is not an option. Write every level, separated by “/”.`,
    'zh-CN': `“${text}”不是可选项，请逐级填写并用“/”分隔。`,
  }
}

function ambiguousPath(text: string, paths: string[]): LocalizedText {
  const keys = paths.slice(0, 5)
  return {
    en: `Several options are called “${text}”. Write one of their keys: ${keys.join(', ')}.`,
    'zh-CN': `有多个选项名为“${text}”，请填写其中一个的键：${keys.join('、')}。`,
  }
}
