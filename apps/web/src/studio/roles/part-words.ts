import { useTexts } from '@fieldwork/ui'

import { useApps } from '../catalog/queries.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import type { ComparedPart } from '../model/role-comparison.ts'
import type { Conditions, DimensionMode, FieldRight, Operation, Related } from '../model/roles.ts'
import { useDraftedDimensions } from './use-roles.ts'

/** One line about a part of a role: what it is about, and what is said. */
export interface PartWord {
  /** null: the whole */
  about: string | null
  text: string
  /** the text is an expression */
  isCode: boolean
}

/**
 * Tells a part of a role in words; nothing where the role says nothing about it.
 *
 * @param object the one that a grant is for; absent: the role as a whole
 */
export function usePartWords(object?: string): (part: ComparedPart, value: unknown) => PartWord[] {
  const { t, locale } = useTexts('studio')
  const apps = useApps().data ?? []
  const fields = useStudioObjects().find(({ name }) => name === object)?.fields ?? []
  const { dimensions } = useDraftedDimensions()
  const fieldLabel = (name: string): string =>
    name === '*' ? t('role.otherFields') : (fields.find((field) => field.name === name)?.label[locale] ?? name)
  const dimensionLabel = (name: string): string =>
    dimensions.find(({ definition }) => definition.name === name)?.definition.label?.[locale] ?? name

  const words = {
    apps: (names: string[]) =>
      names.map((name) => line(null, apps.find((app) => app.name === name)?.label[locale] ?? name)),
    related: (kind: Related) => [line(null, t(`role.relatedKinds.${kind}`))],
    where: (where: string | Conditions) =>
      typeof where === 'string'
        ? [line(null, where, true)]
        : entriesOf<Operation, string>(where).map(([operation, condition]) =>
            line(t(`role.operations.${operation}`), condition, true),
          ),
    dimensions: (modes: Record<string, DimensionMode>) =>
      entriesOf(modes).map(([name, mode]) => line(dimensionLabel(name), t(`role.modes.${mode}`))),
    fields: (rights: Record<string, FieldRight>) =>
      entriesOf(rights).map(([name, right]) => line(fieldLabel(name), t(`role.rights.${right}`))),
    sensitive: (open: boolean | string[]) =>
      open === true ? [line(null, t('role.allSensitive'))] : (open || []).map((name) => line(null, fieldLabel(name))),
  }
  // the definition has been checked by the server: a part is as its kind says
  return (part, value) => (value === undefined ? [] : words[part](value as never))
}

const entriesOf = <Key extends string, Value>(of: Partial<Record<Key, Value>>): [Key, Value][] =>
  Object.entries(of) as [Key, Value][]

const line = (about: string | null, text: string, isCode = false): PartWord => ({ about, text, isCode })
