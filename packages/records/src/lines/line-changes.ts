import type { Problem } from '@fieldwork/fields'
import type { FieldValues } from '../types.ts'
import { notAList, notAnId, unknownMember } from './line-problems.ts'

/** What becomes of the lines of a record beside those that are sent: all others stay. */
export interface LineChanges {
  /** ids of lines that are deleted */
  remove: string[]
  /** ids in their new order, null for each new line; null: new lines come last */
  order: (string | null)[] | null
}

interface Read {
  save: unknown[]
  changes: LineChanges
  problems: Problem[]
}

const members = ['save', 'remove', 'order'] as const

/** Reads `{"save":[…],"remove":[id],"order":[id,null]}`. */
export function readLineChanges(pointer: string, entered: FieldValues): Read {
  const problems: Problem[] = Object.keys(entered)
    .filter((name) => !members.some((member) => member === name))
    .map((name) => unknownMember(`${pointer}/${name}`, members))
  const listOf = (name: (typeof members)[number]): unknown[] => {
    const list = entered[name] ?? []
    if (Array.isArray(list)) return list
    problems.push(notAList(`${pointer}/${name}`))
    return []
  }
  const idsOf = (name: 'remove' | 'order', isAllowed: (value: unknown) => boolean): unknown[] => {
    const list = listOf(name)
    list.forEach((value, at) => {
      if (typeof value !== 'string' && !isAllowed(value)) problems.push(notAnId(`${pointer}/${name}/${at}`))
    })
    return list.map((value) => (typeof value === 'string' ? value.toLowerCase() : value))
  }
  const remove = idsOf('remove', () => false) as string[]
  const order = idsOf('order', (value) => value === null) as (string | null)[]
  return { save: listOf('save'), changes: { remove, order: entered.order == null ? null : order }, problems }
}
