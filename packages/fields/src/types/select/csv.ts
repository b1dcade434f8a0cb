import { narrow, readCell, type Cell } from '../../csv/cell.ts'
import type { Choice, CsvContext, Json, LocalizedText } from '../../field-type.ts'

interface ChoiceContext extends CsvContext {
  choices: Choice[]
}

/** The option's label; its key where another option looks the same. */
export function formatOption(value: Json, { choices: options, locale = 'zh-CN' }: ChoiceContext): string {
  const label = options.find((option) => option.key === value)?.label[locale]
  if (label === undefined) return value === null ? '' : String(value)
  return matching(options, label).length === 1 ? label : String(value)
}

/** Reads a key or a label in either language. An option out of use is read, so that the validator can name it. */
export function parseOption(cell: string, options: Choice[]): Cell {
  return readCell(cell, (text) => {
    const exact = options.find((option) => option.key === text)
    const found = exact ? [exact] : preferActive(matching(options, text))
    if (found.length === 1 && found[0]) return { value: found[0].key }
    return { problem: found.length === 0 ? unknownOption(text, options) : ambiguous(text, found) }
  })
}

function matching(options: Choice[], text: string): Choice[] {
  const wanted = comparable(text)
  return options.filter(({ key, label }) => [key, label.en, label['zh-CN']].some((word) => comparable(word) === wanted))
}

function preferActive(options: Choice[]): Choice[] {
  const active = options.filter((option) => option.active)
  return active.length > 0 ? active : options
}

function comparable(text: string): string {
  return narrow(text).toLowerCase()
}

function unknownOption(text: string, options: Choice[]): LocalizedText {
  const labels = options.filter((option) => option.active).slice(0, 10)
  return {
    en: `“${text}” is not an option. Options: ${labels.map(({ label }) => label.en).join(', ')}.`,
    'zh-CN': `“${text}”不是可选项，可选项：${labels.map(({ label }) => label['zh-CN']).join('、')}。`,
  }
}

function ambiguous(text: string, options: Choice[]): LocalizedText {
  const keys = options.map(({ key }) => key)
  return {
    en: `Several options are called “${text}”. Write one of their keys: ${keys.join(', ')}.`,
    'zh-CN': `有多个选项名为“${text}”，请填写其中一个的键：${keys.join('、')}。`,
  }
}
