import type { LocalizedText, Problem } from '@fieldwork/fields'
import { pointerOf } from '@fieldwork/metadata'
import type { Plugin } from './plugin.ts'

const say = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })
const KEY = /^[a-z][a-z0-9-]{0,47}$/
const parts = ['pages', 'tiles', 'buttons', 'panels'] as const

/** What is wrong with what a plugin says of its parts in the browser. */
export function checkWeb({ web = {}, fieldTypes = [] }: Plugin): Problem[] {
  const own = new Set(fieldTypes.map(({ name }) => name))
  const unknown = (web.widgets ?? []).flatMap((name, at) => {
    const message = say(`“${name}” is no field type of this plugin`, `“${name}”不是本插件的字段类型`)
    return own.has(name) ? [] : [{ pointer: pointerOf('web', 'widgets', at), code: 'unknown_name', message }]
  })
  return [...parts.flatMap((part) => checkPart(part, web[part] ?? {})), ...unknown]
}

function checkPart(part: (typeof parts)[number], entries: object): Problem[] {
  const [key, object] = [
    say('Small letters, digits and hyphens only', '只能包含小写字母、数字和连字符'),
    say('Of which object?', '请指明对象'),
  ]
  return Object.entries(entries as Record<string, { object?: string; label?: LocalizedText }>).flatMap(
    ([name, entry]) => {
      const pointer = pointerOf('web', part, name)
      const found: Problem[] = KEY.test(name) ? [] : [{ pointer, code: 'wrong_name', message: key }]
      if ((part === 'buttons' || part === 'panels') && !entry.object)
        found.push({ pointer: `${pointer}/object`, code: 'required', message: object })
      if (part !== 'buttons' && !(entry.label?.en && entry.label['zh-CN']))
        found.push({
          pointer: `${pointer}/label`,
          code: 'required',
          message: say('A label in both languages', '缺少中英文名称'),
        })
      return found
    },
  )
}
