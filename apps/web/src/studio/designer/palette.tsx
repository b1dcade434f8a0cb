import { useTexts } from '@fieldwork/ui'

import { useFieldTypes } from '../catalog/field-types.ts'
import { refersTo } from '../catalog/refers-to.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import type { CatalogField } from '../catalog/types.ts'
import { useDesigner } from './designer-context.ts'
import { useLinesOf } from './lines.ts'
import { COLUMNS } from './layout-model.ts'
import { PaletteItem } from './palette-item.tsx'
import { isShown, usualWidth } from './starting-layout.ts'
import { startingSummary } from './summary-fields.ts'

const LIST_ROWS = 4
const LINES_ROWS = 6
const SUMMARY_ROWS = 2

/** What can be put onto the canvas: fields that are not there yet, sections, texts, related lists. */
export function Palette() {
  const { t, locale } = useTexts('studio')
  const types = useFieldTypes()
  const fields = useFieldsLeft()
  return (
    <aside className="st-palette-pane" aria-label={t('designer.palette')}>
      <p className="st-help">{t('designer.paletteHelp')}</p>
      <h3 className="st-pane-title">{t('designer.fieldsLeft')}</h3>
      {fields.length === 0 ? <p className="st-muted">{t('designer.allPlaced')}</p> : null}
      {fields.map((field) => (
        <PaletteItem
          key={field.name}
          icon={types.get(field.type)?.icon ?? 'tag'}
          label={field.label[locale]}
          stem={`f_${field.name}`}
          block={{ type: 'field', field: field.name, w: usualWidth(field), h: 1 }}
          note={field.required ? <span className="st-required">*</span> : null}
        />
      ))}
      <h3 className="st-pane-title">{t('designer.blocks')}</h3>
      <PaletteItem
        icon="container"
        label={t('designer.section')}
        stem="section"
        block={{ type: 'section', label: { en: 'New section', 'zh-CN': '新分区' }, w: COLUMNS, h: 2 }}
      />
      <PaletteItem
        icon="font-size"
        label={t('designer.text')}
        stem="text"
        block={{ type: 'text', text: { en: 'Write something here', 'zh-CN': '在此填写说明' }, w: COLUMNS, h: 1 }}
      />
      <Summary />
      <Attachments />
      <Lines />
      <RelatedLists />
    </aside>
  )
}

function useFieldsLeft(): CatalogField[] {
  const { blocks, object, definition, purpose, type } = useDesigner()
  const placed = new Set(Object.values(blocks).map((block) => block.field))
  const hasOwnerField = object.fields.some((field) => field.name === 'owner')
  return object.fields.filter(
    (field) =>
      !placed.has(field.name) &&
      type?.hidden?.includes(field.name) !== true &&
      (isShown(field, definition, purpose) || !field.system) &&
      (hasOwnerField || field.name !== 'owner'),
  )
}

/** Details can begin with what tells most: at first what the platform works out. */
function Summary() {
  const { t } = useTexts('studio')
  const { object, purpose } = useDesigner()
  if (purpose !== 'detail') return null
  return (
    <PaletteItem
      icon="dashboard"
      label={t('designer.summary')}
      stem="summary"
      block={{
        type: 'summary',
        label: { en: 'Summary', 'zh-CN': '信息摘要' },
        fields: startingSummary(object),
        w: COLUMNS,
        h: SUMMARY_ROWS,
      }}
    />
  )
}

/** Details show the attachments of a record; without a block for them they stand at the end. */
function Attachments() {
  const { t } = useTexts('studio')
  const { blocks, purpose, definition } = useDesigner()
  const isPlaced = Object.values(blocks).some(({ type }) => type === 'files')
  if (purpose !== 'detail' || isPlaced || definition['x-object']?.attachments === false) return null
  return (
    <PaletteItem
      icon="paper-clip"
      label={t('designer.files')}
      stem="files"
      block={{ type: 'files', w: COLUMNS, h: LIST_ROWS }}
    />
  )
}

/** Lines of the record that are not on the layout yet. */
function Lines() {
  const { t, locale } = useTexts('studio')
  const { object, blocks } = useDesigner()
  const placed = new Set(Object.values(blocks).map((block) => block.collection))
  const left = useLinesOf(object).filter(({ name }) => !placed.has(name))
  if (left.length === 0) return null
  return (
    <>
      <h3 className="st-pane-title">{t('designer.lines')}</h3>
      {left.map(({ name, child }) => (
        <PaletteItem
          key={name}
          icon={child.icon}
          label={child.label[locale]}
          stem={`l_${name}`.slice(0, 58)}
          block={{ type: 'lines', collection: name, w: COLUMNS, h: LINES_ROWS }}
        />
      ))}
    </>
  )
}

/** Objects that refer to this one; details can list their records. */
function RelatedLists() {
  const { t, locale } = useTexts('studio')
  const { object, blocks, purpose } = useDesigner()
  const objects = useStudioObjects()
  if (purpose !== 'detail') return null
  const placed = new Set(Object.values(blocks).map((block) => `${block.object}.${block.via}`))
  const relations = objects.flatMap((each) =>
    each.fields
      .filter(
        (field) =>
          refersTo(field, object.name) &&
          field.type !== 'master-detail' &&
          !field.system &&
          !placed.has(`${each.name}.${field.name}`),
      )
      .map((field) => ({ each, field })),
  )
  if (relations.length === 0) return null
  return (
    <>
      <h3 className="st-pane-title">{t('designer.relatedLists')}</h3>
      {relations.map(({ each, field }) => (
        <PaletteItem
          key={`${each.name}.${field.name}`}
          icon={each.icon}
          label={t('designer.relatedOf', { object: each.label[locale], field: field.label[locale] })}
          stem={`r_${each.name}_${field.name}`.slice(0, 58)}
          block={{
            type: 'related-list',
            label: each.label,
            object: each.name,
            via: field.name,
            w: COLUMNS,
            h: LIST_ROWS,
          }}
        />
      ))}
    </>
  )
}
