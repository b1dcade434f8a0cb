import { describe, expect, it } from 'vitest'
import type { Property } from '../../field-type.ts'
import { formatOption, parseOption } from './csv.ts'
import { selectOptions } from './options.ts'

const stage: Property = {
  'x-field': {
    type: 'select',
    options: {
      open: { order: 2, label: { en: 'Open', 'zh-CN': '进行中' } },
      won: { order: 1, label: { en: 'Won', 'zh-CN': '完成' } },
      done: { order: 3, label: { en: 'Done', 'zh-CN': '完成' } },
      old: { order: 4, label: { en: 'Open', 'zh-CN': '旧的' }, active: false },
    },
  },
}

const choices = selectOptions(stage)

describe('options in CSV cells', () => {
  it.each([
    ['open', 'open'],
    ['进行中', 'open'],
    [' OPEN ', 'open'],
    ['ｏｐｅｎ', 'open'],
    ['Won', 'won'],
    ['旧的', 'old'],
    ['', null],
  ])('reads "%s" as %s', (cell, value) => {
    expect(parseOption(cell, choices)).toEqual({ value })
  })

  it('names the options, in order, when it knows none of that name', () => {
    expect(parseOption('Lost', choices)).toMatchObject({
      problem: { en: '“Lost” is not an option. Options: Won, Open, Done.' },
    })
  })

  it('asks for the key when two options look the same', () => {
    expect(parseOption('完成', choices)).toMatchObject({ problem: { 'zh-CN': expect.stringContaining('won、done') } })
  })

  it('writes the label in the language asked for, and the key where the label is not enough', () => {
    expect(formatOption('open', { choices, locale: 'zh-CN' })).toBe('进行中')
    expect(formatOption('won', { choices, locale: 'en' })).toBe('Won')
    expect(formatOption('won', { choices })).toBe('won')
    expect(formatOption('unknown', { choices })).toBe('unknown')
    expect(formatOption(null, { choices })).toBe('')
  })
})
