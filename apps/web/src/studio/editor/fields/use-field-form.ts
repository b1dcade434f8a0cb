import type { LocalizedText } from '@fieldwork/expressions'
import { useState } from 'react'

import { suggestName } from '../../model/api-name.ts'
import type { FieldOptions, Property } from '../../model/definitions.ts'
import { isBlankText, NO_TEXT } from '../../model/localized.ts'
import type { NamedField } from '../../model/object-edits.ts'
import { fieldPrefix } from '../object-editing.ts'
import type { ObjectEditing } from '../object-editing.ts'

/** A field while it is edited. */
export interface FieldForm {
  name: string
  property: Property
  label: LocalizedText
  isRequired: boolean
  setName(name: string): void
  setRequired(isRequired: boolean): void
  /** sets keys of the platform half; undefined removes one */
  setOptions(change: Partial<FieldOptions>): void
  /** sets keywords of the standard half; undefined removes one */
  setKeywords(change: Record<string, unknown>): void
}

/** Keeps what is entered until it is saved. The name of a new field follows its label until it is written by hand. */
export function useFieldForm(editing: ObjectEditing, field: NamedField, wasRequired: boolean): FieldForm {
  const [property, setProperty] = useState(field.property)
  const [isRequired, setRequired] = useState(wasRequired)
  const [ownName, setOwnName] = useState<string | null>(field.name === '' ? null : field.name)
  const label = property['x-field'].label ?? NO_TEXT
  const suggested = isBlankText(label)
    ? ''
    : suggestName({
        label: label.en,
        fallback: 'field',
        prefix: fieldPrefix(editing),
        taken: Object.keys(editing.definition.properties),
      })

  return {
    name: ownName ?? suggested,
    property,
    label,
    isRequired,
    setName: setOwnName,
    setRequired,
    setOptions: (change) =>
      setProperty((before) => ({ ...before, 'x-field': merged(before['x-field'], change) as FieldOptions })),
    setKeywords: (change) => setProperty((before) => merged(before, change) as Property),
  }
}

function merged(before: object, change: object): object {
  return Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined))
}
