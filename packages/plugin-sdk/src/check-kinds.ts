import type { Problem } from '@fieldwork/fields'
import { pointerOf, schemaOf, valueChecker } from '@fieldwork/metadata'
import type { KindDescriptor } from '@fieldwork/metadata'
import type { Plugin } from './plugin.ts'

/** What is wrong with the kinds of definitions that a plugin adds. */
export const checkKinds = ({ name: plugin, kinds = [] }: Plugin): Problem[] =>
  kinds.flatMap((kind, at) => [
    ...checkName(kinds, plugin, at),
    ...checkSchema(kind).map((problem) => ({ ...problem, pointer: pointerOf('kinds', at, 'schema') })),
  ])

function checkName(kinds: readonly KindDescriptor[], plugin: string, at: number): Problem[] {
  const name = String(kinds[at]?.name)
  const word = name.startsWith(`${plugin}.`) ? name.slice(plugin.length + 1) : ''
  if (/^[a-z][a-z0-9-]{0,31}$/.test(word) && kinds.findIndex((each) => each.name === name) === at) return []
  const message = {
    en: `“${name}” cannot be used: kinds are called ${plugin}.<word>, each differently`,
    'zh-CN': `“${name}”不可用：应为“${plugin}.<词>”，且不得重复`,
  }
  return [{ pointer: pointerOf('kinds', at, 'name'), code: 'wrong_name', message }]
}

function checkSchema(kind: KindDescriptor): Problem[] {
  if (kind.schema?.type !== 'object' || typeof kind.schema.properties !== 'object') {
    const message = { en: 'Definitions are objects with properties', 'zh-CN': '定义应为含 properties 的 object' }
    return [{ pointer: '', code: 'wrong_schema', message }]
  }
  const made = valueChecker(schemaOf(kind.name, { kinds: new Map([[kind.name, kind]]) }))
  return 'problems' in made ? made.problems : []
}
