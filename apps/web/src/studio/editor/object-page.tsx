import { AppLink, EmptyState, FieldIcon, PageHeader, useNavigateTo, useTexts } from '@fieldwork/ui'
import { useLocation } from '@tanstack/react-router'
import { Button, Skeleton, Tabs } from 'antd'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import type { StudioObject } from '../catalog/studio-objects.ts'
import { ConversionsTab } from '../conversions/conversions-tab.tsx'
import { useObjectDocument } from '../draft/use-document.ts'
import type { ObjectDefinition } from '../model/definitions.ts'
import { optionsOf } from '../model/object-edits.ts'
import { OriginTags } from '../objects/object-table.tsx'
import { ObjectTasks } from '../tasks/task-list.tsx'
import { OBJECT_TABS, studioPaths } from '../paths.ts'
import type { ObjectTab } from '../paths.ts'
import { DuplicatesTab } from './duplicates/duplicates-tab.tsx'
import { AccessTab } from './access/access-tab.tsx'
import type { ObjectEditing } from './object-editing.ts'
import { FieldsTab } from './fields/fields-tab.tsx'
import { LayoutsTab } from '../layouts/layouts-tab.tsx'
import { RelationsTab } from './relations/relations-tab.tsx'
import { RecordTypesTab } from './record-types/record-types-tab.tsx'
import { RulesTab } from './rules/rules-tab.tsx'
import { SettingsTab } from './settings/settings-tab.tsx'
import { StatesTab } from './states/states-tab.tsx'
import { UsageTab } from './settings/usage-tab.tsx'
import { ViewsTab } from './views/views-tab.tsx'

/** One object: its fields, rules, states, layouts and settings. */
export function ObjectPage({ name, tab }: { name: string; tab: ObjectTab }) {
  const { t } = useTexts('studio')
  const document = useObjectDocument(name)
  const object = useStudioObjects().find((each) => each.name === name)
  const focus = new URLSearchParams(useLocation({ select: (location) => location.searchStr })).get('at')

  if (document.status === 'loading') return <Skeleton className="st-page" active paragraph={{ rows: 8 }} />
  if (!document.definition || !object) {
    return (
      <EmptyState
        icon="file-search"
        title={t('object.missing', { name })}
        text={t('object.missingText')}
        action={<AppLink to={studioPaths.objects}>{t('object.toList')}</AppLink>}
      />
    )
  }
  const editing: ObjectEditing = {
    object,
    definition: document.definition,
    base: document.base,
    origin: document.origin,
    edit: document.edit,
    focus,
  }
  return (
    <div className="st-page">
      <ObjectHeader object={object} definition={document.definition} />
      <ObjectTasks object={name} />
      <ObjectTabs editing={editing} tab={tab} />
    </div>
  )
}

function ObjectHeader({ object, definition }: { object: StudioObject; definition: ObjectDefinition }) {
  const { t, locale } = useTexts('studio')
  const navigate = useNavigateTo()
  const description = optionsOf(definition).description?.[locale]
  return (
    <>
      <AppLink to={studioPaths.objects} className="st-back">
        ‹ {t('objects.title')}
      </AppLink>
      <PageHeader
        icon={<FieldIcon name={object.icon} />}
        title={object.label[locale]}
        note={<code className="st-code">{object.name}</code>}
        line={
          <span className="st-object-line">
            <OriginTags object={object} />
            {description}
          </span>
        }
        actions={
          <>
            {object.isNew ? null : (
              <Button onClick={() => navigate(`/o/${object.name}`)}>{t('object.openList')}</Button>
            )}
            <Button onClick={() => navigate(studioPaths.layout(object.name, 'form'))}>{t('object.designForm')}</Button>
          </>
        }
      />
    </>
  )
}

function ObjectTabs({ editing, tab }: { editing: ObjectEditing; tab: ObjectTab }) {
  const { t } = useTexts('studio')
  const navigate = useNavigateTo()
  const { name, fields } = editing.object
  const options = optionsOf(editing.definition)
  const counts: Partial<Record<ObjectTab, number>> = {
    fields: fields.filter((field) => !field.system).length,
    rules: Object.keys(options.rules ?? {}).length,
    duplicates: Object.keys(options.duplicates ?? {}).length,
    'record-types': Object.keys(options.recordTypes ?? {}).length,
    states: Object.keys(options.states?.transitions ?? {}).length,
  }
  return (
    <Tabs
      activeKey={tab}
      destroyOnHidden
      onChange={(key) => navigate(studioPaths.object(name, key as ObjectTab))}
      items={OBJECT_TABS.map((key) => ({
        key,
        label: counts[key] ? `${t(`tabs.${key}`)} ${counts[key]}` : t(`tabs.${key}`),
        children: key === tab ? <TabContent tab={tab} editing={editing} /> : null,
      }))}
    />
  )
}

function TabContent({ tab, editing }: { tab: ObjectTab; editing: ObjectEditing }) {
  const focus = editing.focus ?? ''
  if (tab === 'fields') return <FieldsTab editing={editing} />
  if (tab === 'relations') return <RelationsTab editing={editing} />
  if (tab === 'rules') return <RulesTab key={focus} editing={editing} />
  if (tab === 'duplicates') return <DuplicatesTab key={focus} editing={editing} />
  if (tab === 'states') return <StatesTab key={focus} editing={editing} />
  if (tab === 'record-types') return <RecordTypesTab key={focus} editing={editing} />
  if (tab === 'views') return <ViewsTab key={focus} editing={editing} />
  if (tab === 'layouts') return <LayoutsTab editing={editing} />
  if (tab === 'conversions') return <ConversionsTab editing={editing} />
  if (tab === 'access') return <AccessTab editing={editing} />
  if (tab === 'settings') return <SettingsTab editing={editing} />
  return <UsageTab editing={editing} />
}
