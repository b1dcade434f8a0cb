import { AppLink, EmptyState, FieldIcon, useTexts } from '@fieldwork/ui'

import { useApps, useLayouts } from '../../catalog/queries.ts'
import { refersTo } from '../../catalog/refers-to.ts'
import { useStudioObjects } from '../../catalog/studio-objects.ts'
import { optionsOf } from '../../model/object-edits.ts'
import { studioPaths } from '../../paths.ts'
import type { ObjectEditing } from '../object-editing.ts'

interface Use {
  key: string
  icon: string
  text: string
  to: string
}

/** Where an object is used: fields that refer to it, layouts that show it, menus it stands in. */
export function UsageTab({ editing }: { editing: ObjectEditing }) {
  const { t } = useTexts('studio')
  const uses = useUses(editing)
  if (uses.length === 0) return <EmptyState icon="link" title={t('usage.none')} text={t('usage.noneText')} />
  return (
    <ul className="st-list">
      {uses.map((use) => (
        <li key={use.key} className="st-list-item">
          <FieldIcon name={use.icon} />
          <AppLink to={use.to}>{use.text}</AppLink>
        </li>
      ))}
    </ul>
  )
}

function useUses({ object, definition }: ObjectEditing): Use[] {
  const { t, locale } = useTexts('studio')
  const objects = useStudioObjects()
  const layouts = useLayouts().data?.data ?? []
  const apps = useApps().data ?? []
  const labelOf = (name: string): string => objects.find((each) => each.name === name)?.label[locale] ?? name

  const fields = objects.flatMap((each) =>
    each.fields
      .filter((field) => refersTo(field, object.name) && !field.system)
      .map((field) => ({
        key: `field ${each.name}.${field.name}`,
        icon: 'link',
        text: t('usage.field', { object: each.label[locale], field: field.label[locale] }),
        to: studioPaths.object(each.name, 'fields', field.name),
      })),
  )
  const lists = layouts
    .filter((layout) => Object.values(layout.blocks).some((block) => block.object === object.name))
    .map((layout) => ({
      key: `layout ${layout.name}`,
      icon: 'profile',
      text: t('usage.layout', { object: labelOf(layout.object) }),
      to: studioPaths.layout(layout.object, layout.purpose, layout.name),
    }))
  const menus = (optionsOf(definition).apps ?? []).map((name) => ({
    key: `app ${name}`,
    icon: 'appstore',
    text: t('usage.app', { app: apps.find((app) => app.name === name)?.label[locale] ?? name }),
    to: studioPaths.object(object.name, 'settings'),
  }))
  return [...fields, ...lists, ...menus]
}
