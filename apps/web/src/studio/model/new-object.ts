import type { LocalizedText } from '@fieldwork/expressions'
import type { NumberReset } from '@fieldwork/ui'

import type { ObjectDefinition } from './definitions.ts'
import { completeText } from './localized.ts'

/** What a new object starts from. */
export interface NewObject {
  name: string
  label: LocalizedText
  icon: string
  apps: string[]
  hasOwner: boolean
  hasHistory: boolean
  /** how its records are called: by a text that people write, or by a number that the platform gives */
  naming: { kind: 'text' } | { kind: 'number'; format: string; reset: NumberReset }
  /** its records are parts of records of another object; null: they stand for themselves */
  master: NewMaster | null
}

/** Whose parts the records of a new object are. */
export interface NewMaster {
  object: string
  label: LocalizedText
  /** what the parts are called in expressions and the API of the master */
  collection: string
}

/** Keeps the order of the lines. */
const POSITION = 'position'

/** The first definition of a new object: its name field and settings, ready to be extended. */
export function newObjectDefinition(input: NewObject): ObjectDefinition {
  const label = completeText(input.label)
  const isText = input.naming.kind === 'text'
  return {
    name: input.name,
    title: label.en,
    type: 'object',
    required: isText && input.master === null ? ['name'] : [],
    properties: {
      ...(isText ? { name: nameProperty(input.master !== null) } : { number: numberProperty(input.naming) }),
      ...(input.master ? lineProperties(input.master) : {}),
    },
    'x-object': {
      label,
      icon: input.icon,
      apps: input.master ? [] : input.apps,
      owner: input.master === null && input.hasOwner,
      nameField: isText ? 'name' : 'number',
      history: input.hasHistory,
    },
  }
}

function nameProperty(isLine: boolean) {
  const label = isLine ? { en: 'Description', 'zh-CN': '摘要' } : { en: 'Name', 'zh-CN': '名称' }
  return { 'x-field': { type: 'text', label, order: 10, searchable: true } }
}

function lineProperties({ object, label, collection }: NewMaster): ObjectDefinition['properties'] {
  const master = { type: 'master-detail', label, order: 4, object, collection, position: POSITION }
  const position = { type: 'integer', label: { en: 'Line', 'zh-CN': '行号' }, order: 6 }
  return { [object]: { 'x-field': master }, [POSITION]: { 'x-field': position } }
}

function numberProperty(naming: NewObject['naming']) {
  const options = naming.kind === 'number' ? { format: naming.format, reset: naming.reset } : {}
  return { 'x-field': { type: 'auto-number', label: { en: 'Number', 'zh-CN': '编号' }, order: 10, ...options } }
}
