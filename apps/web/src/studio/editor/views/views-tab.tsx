import { DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons'
import { EmptyState, useTexts } from '@fieldwork/ui'
import { Button, Skeleton, Tag } from 'antd'
import { useState } from 'react'

import { sameJson } from '../../model/json.ts'
import { newView } from '../../model/views.ts'
import type { ViewDefinition } from '../../model/definitions.ts'
import type { ObjectEditing } from '../object-editing.ts'
import { useObjectViews } from './use-views.ts'
import type { EditableView } from './use-views.ts'
import { ViewDrawer } from './view-drawer.tsx'

/** The views of an object's list: what people see as tabs above it. */
export function ViewsTab({ editing }: { editing: ObjectEditing }) {
  const { t } = useTexts('studio')
  const { object, focus } = editing
  const { views, isPending, put } = useObjectViews(object.name)
  const [opened, setOpened] = useState<EditableView | null>(() => null)
  const focused = views.find(({ view }) => view.name === focus)
  const [isFocusUsed, setFocusUsed] = useState(false)
  const shown = opened ?? (isFocusUsed ? null : (focused ?? null))
  const add = (): void =>
    setOpened({ view: newView(object, { isFirst: views.length === 0 }), origin: 'new', base: null })
  const close = (): void => {
    setOpened(null)
    setFocusUsed(true)
  }
  if (isPending) return <Skeleton active title={false} />
  return (
    <>
      <div className="st-toolbar">
        <p className="st-muted st-grow">{t('views.line')}</p>
        <Button type="primary" icon={<PlusOutlined />} onClick={add}>
          {t('views.add')}
        </Button>
      </div>
      {views.length === 0 ? (
        <EmptyState icon="table" title={t('views.none')} text={t('views.noneText')} />
      ) : (
        <ViewTable views={views} onOpen={setOpened} onRemove={(view) => put(view, null)} />
      )}
      {shown ? (
        <ViewDrawer
          key={shown.view.name}
          object={object}
          editable={shown}
          taken={views.map(({ view }) => view.name)}
          onClose={close}
          onSave={(view) => {
            put({ ...shown, view }, view)
            if (view.default === true) withoutDefault(views, view).forEach(([each, next]) => put(each, next))
            close()
          }}
        />
      ) : null}
    </>
  )
}

/** One view is shown first: the others are no longer. */
function withoutDefault(views: EditableView[], chosen: ViewDefinition): [EditableView, ViewDefinition][] {
  return views
    .filter(({ view }) => view.default === true && view.name !== chosen.name)
    .map((each) => [each, { ...each.view, default: false }])
}

function ViewTable(props: {
  views: EditableView[]
  onOpen: (view: EditableView) => void
  onRemove: (view: EditableView) => void
}) {
  const { t, locale } = useTexts('studio')
  return (
    <table className="st-table st-view-table">
      <thead>
        <tr>
          <th>{t('views.label')}</th>
          <th>{t('views.type')}</th>
          <th>{t('views.columns')}</th>
          <th aria-label={t('fields.actions')} className="st-actions-cell" />
        </tr>
      </thead>
      <tbody>
        {props.views.map((each) => {
          const { view, base } = each
          const label = view.label?.[locale] ?? view.name
          return (
            <tr key={view.name}>
              <td>
                <button type="button" className="st-link" onClick={() => props.onOpen(each)}>
                  {label}
                </button>
                <span className="st-marks">
                  {view.default === true ? <Tag variant="filled">{t('views.isDefault')}</Tag> : null}
                  {base === null ? <Tag color="gold">{t('origin.new')}</Tag> : null}
                  {base && !sameJson(base, view) ? <Tag color="gold">{t('origin.changed')}</Tag> : null}
                </span>
              </td>
              <td>{t(`views.types.${view.type ?? 'table'}`)}</td>
              <td>{Object.keys(view.columns).length}</td>
              <td className="st-actions-cell">
                <Button
                  type="text"
                  icon={<EditOutlined />}
                  aria-label={t('views.edit', { label })}
                  onClick={() => props.onOpen(each)}
                />
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t('views.remove', { label })}
                  onClick={() => props.onRemove(each)}
                />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
