import { PlusOutlined } from '@ant-design/icons'
import { useNavigateTo, useTexts } from '@fieldwork/ui'
import { App, Button } from 'antd'
import { useEffect, useState } from 'react'

import type { CatalogFieldType } from '../../catalog/types.ts'
import { moveField, putField, removeField } from '../../model/object-edits.ts'
import type { NamedField } from '../../model/object-edits.ts'
import { studioPaths } from '../../paths.ts'
import { isPublishedField } from '../object-editing.ts'
import type { ObjectEditing } from '../object-editing.ts'
import { FieldDrawer } from './field-drawer.tsx'
import { FieldTable } from './field-table.tsx'
import { newFieldOf } from './new-field.ts'
import { SystemFields } from './system-fields.tsx'
import { TypePalette } from './type-palette.tsx'

/** The fields of an object: order, types, and the ways to add, change and remove them. */
export function FieldsTab({ editing }: { editing: ObjectEditing }) {
  const { t } = useTexts('studio')
  const { definition, edit } = editing
  const navigate = useNavigateTo()
  const [opened, setOpened] = useState<NamedField | null>(null)
  const [isChoosing, setChoosing] = useState(false)
  const remove = useFieldRemoval(editing)
  useFocusedField(editing, setOpened)

  const close = (): void => {
    setOpened(null)
    if (editing.focus !== null) navigate(studioPaths.object(definition.name), { replace: true })
  }
  const choose = (type: CatalogFieldType): void => {
    setChoosing(false)
    setOpened({ name: '', property: newFieldOf(type) })
  }

  return (
    <>
      <div className="st-toolbar">
        <p className="st-muted st-grow">{t('fields.line')}</p>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setChoosing(true)}>
          {t('fields.add')}
        </Button>
      </div>
      <FieldTable
        editing={editing}
        onOpen={setOpened}
        onRemove={remove}
        onMove={(name, position) => edit(moveField(definition, name, position))}
      />
      <SystemFields fields={editing.object.fields.filter((field) => field.system)} />
      {isChoosing ? <TypePalette onChoose={choose} onClose={() => setChoosing(false)} /> : null}
      {opened ? (
        <FieldDrawer
          key={opened.name}
          editing={editing}
          field={opened}
          onClose={close}
          onSave={(field, isRequired) => {
            edit(putField(definition, field, isRequired))
            close()
          }}
        />
      ) : null}
    </>
  )
}

/** An address such as `?at=customer` opens that field. */
function useFocusedField({ focus, definition }: ObjectEditing, open: (field: NamedField) => void): void {
  const property = focus === null ? undefined : definition.properties[focus]
  const hasField = property !== undefined
  useEffect(() => {
    if (focus !== null && property) open({ name: focus, property })
    // only when the address changes, not with every edit of the field
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [focus, hasField])
}

function useFieldRemoval(editing: ObjectEditing): (field: NamedField) => void {
  const { t, locale } = useTexts('studio')
  const { modal } = App.useApp()
  const { definition, edit } = editing
  return ({ name, property }) => {
    const label = property['x-field'].label?.[locale] ?? name
    const isPublished = isPublishedField(editing, name)
    if (!isPublished) {
      edit(removeField(definition, name))
      return
    }
    void modal.confirm({
      title: t('fields.removeTitle', { label }),
      content: t('fields.removeText'),
      okText: t('fields.removeConfirm'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => edit(removeField(definition, name)),
    })
  }
}
