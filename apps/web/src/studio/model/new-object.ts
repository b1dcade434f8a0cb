import type { LocalizedText } from '@fieldwork/expressions'

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
  naming: { kind: 'text' } | { kind: 'number'; format: string; reset: string }
}

/** The first definition of a new object: its name field and settings, ready to be extended. */
export function newObjectDefinition(input: NewObject): ObjectDefinition {
  const label = completeText(input.label)
  const isText = input.naming.kind === 'text'
  return {
    name: input.name,
    title: label.en,
    type: 'object',
    required: isText ? ['name'] : [],
    properties: isText ? { name: nameProperty() } : { number: numberProperty(input.naming) },
    'x-object': {
      label,
      icon: input.icon,
      apps: input.apps,
      owner: input.hasOwner,
      nameField: isText ? 'name' : 'number',
      history: input.hasHistory,
    },
  }
}

function nameProperty() {
  return { 'x-field': { type: 'text', label: { en: 'Name', 'zh-CN': '名称' }, order: 10, searchable: true } }
}

function numberProperty(naming: NewObject['naming']) {
  const options = naming.kind === 'number' ? { format: naming.format, reset: naming.reset } : {}
  return { 'x-field': { type: 'auto-number', label: { en: 'Number', 'zh-CN': '编号' }, order: 10, ...options } }
}
