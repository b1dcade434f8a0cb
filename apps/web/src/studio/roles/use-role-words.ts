import { useTexts } from '@fieldwork/ui'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { FIELD_RIGHTS, grantOf, OTHER_OBJECTS, rightsOf, SCOPES } from '../model/roles.ts'
import type { FieldRight, GrantDefinition, Operation, RoleDefinition, Scope } from '../model/roles.ts'
import { useDraftedDimensions } from './use-roles.ts'

/** scopes that lead to records of others */
const WIDE: ReadonlySet<Scope> = new Set(['department', 'below', 'listed', 'all'])

/** Tells what a role may do with an object in sentences. */
export function useRoleWords(role: RoleDefinition): (object: string) => string[] {
  const { t, locale } = useTexts('studio')
  const objects = useStudioObjects()
  const { dimensions } = useDraftedDimensions()
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  const operationWords = (operations: Operation[]): string =>
    list.format(operations.map((operation) => t(`role.verbs.${operation}`)))

  return (name) => {
    const grant = grantOf(role, name)
    if (!grant || Object.keys(rightsOf(grant)).length === 0)
      return [t('role.words.nothing', { role: role.label[locale] })]
    const object = objects.find((each) => each.name === name)
    const label = object?.label[locale] ?? (name === OTHER_OBJECTS ? t('roles.others') : name)
    return [...scopeLines(grant, label), ...limits(grant, name), ...fieldLines(grant, name)]
  }

  function scopeLines(grant: GrantDefinition, object: string): string[] {
    const rights = Object.entries(rightsOf(grant)) as [Operation, string][]
    return SCOPES.toReversed().flatMap((scope) => {
      const operations = rights.flatMap(([operation, of]) => (of === scope ? [operation] : []))
      if (operations.length === 0) return []
      const what = { role: role.label[locale], operations: operationWords(operations), object }
      return [t(`role.words.${scope}`, what)]
    })
  }

  function limits(grant: GrantDefinition, name: string): string[] {
    const applying = name === OTHER_OBJECTS ? null : objects.find((each) => each.name === name)
    const modes = { ...role.dimensions, ...grant.dimensions }
    // owners and members are not asked for dimensions or for what a record is seen through
    const isByScope = applying?.hasOwner === false || Object.values(rightsOf(grant)).some((scope) => WIDE.has(scope))
    const narrow = (isByScope ? dimensions : []).flatMap(({ definition }) => {
      const mode = modes[definition.name] ?? 'all'
      const isGood = applying === null || definition.name in (applying?.dimensions ?? {})
      if (!isGood || mode === 'all' || mode === 'supervisor') return []
      return [t(`role.words.dimension.${mode}`, { dimension: definition.label?.[locale] ?? definition.name })]
    })
    const through = isByScope
      ? applying?.fields.find((field) => field.name === applying.through)?.label[locale]
      : undefined
    const master = objects.find((each) => each.name === applying?.master)?.label[locale]
    const related = grant.related ?? role.related ?? 'edit'
    const isOwned = applying === null || applying?.hasOwner === true
    return [
      ...conditions(grant),
      ...narrow,
      ...(master === undefined ? [] : [t('role.words.master', { master })]),
      ...(through === undefined ? [] : [t('role.words.through', { field: through })]),
      ...(isOwned && related !== 'edit' ? [t(`role.words.members.${related}`)] : []),
    ]
  }

  function conditions({ where }: GrantDefinition): string[] {
    if (!where) return []
    if (typeof where === 'string') return [t('role.words.where', { condition: where })]
    return (Object.entries(where) as [Operation, string][]).map(([operation, condition]) =>
      t('role.words.whereOf', { operation: t(`role.verbs.${operation}`), condition }),
    )
  }

  function fieldLines({ fields = {}, sensitive }: GrantDefinition, name: string): string[] {
    const object = objects.find((each) => each.name === name)
    const labelOf = (field: string): string =>
      field === '*'
        ? t('role.otherFields')
        : (object?.fields.find((each) => each.name === field)?.label[locale] ?? field)
    const lines = FIELD_RIGHTS.flatMap((right: FieldRight) => {
      const names = Object.keys(fields).filter((field) => fields[field] === right)
      return names.length === 0 ? [] : [t(`role.words.fields.${right}`, { fields: list.format(names.map(labelOf)) })]
    })
    if (sensitive === true) return [...lines, t('role.words.sensitive')]
    const open = Array.isArray(sensitive) && sensitive.length > 0 ? sensitive : null
    return open ? [...lines, t('role.words.sensitiveFields', { fields: list.format(open.map(labelOf)) })] : lines
  }
}
