import { PlusOutlined } from '@ant-design/icons'
import { EmptyState, useTexts } from '@fieldwork/ui'
import { Button } from 'antd'
import { useState } from 'react'

import type { RecordType } from '../../model/definitions.ts'
import { optionsOf, withOptions } from '../../model/object-edits.ts'
import { putRecordType } from '../../model/record-types.ts'
import type { ObjectEditing } from '../object-editing.ts'
import { CompletenessList } from './completeness-list.tsx'
import { RecordTypeDrawer } from './record-type-drawer.tsx'
import { RecordTypeTable } from './record-type-table.tsx'

const NEW_TYPE: RecordType = {}

/** The types of records of an object, and what ought to be filled in on them. */
export function RecordTypesTab({ editing }: { editing: ObjectEditing }) {
  const { t } = useTexts('studio')
  const { definition, edit, focus } = editing
  const types = optionsOf(definition).recordTypes
  const [opened, setOpened] = useState<string | null>(() => (focus !== null && types?.[focus] ? focus : null))
  const type = opened === null ? null : (types?.[opened] ?? NEW_TYPE)
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpened('')}>
      {t('recordTypes.add')}
    </Button>
  )
  return (
    <>
      {types === undefined ? (
        <EmptyState icon="tags" title={t('recordTypes.none')} text={t('recordTypes.noneText')} action={add} />
      ) : (
        <>
          <div className="st-toolbar">
            <p className="st-muted st-grow">{t('recordTypes.line')}</p>
            {add}
          </div>
          <RecordTypeTable editing={editing} onOpen={setOpened} />
        </>
      )}
      <CompletenessList editing={editing} />
      {opened !== null && type ? (
        <RecordTypeDrawer
          key={opened}
          editing={editing}
          name={opened}
          type={type}
          onClose={() => setOpened(null)}
          onSave={(name, next) => {
            edit(withOptions(definition, { recordTypes: putRecordType(types, name, next) }))
            setOpened(null)
          }}
        />
      ) : null}
    </>
  )
}
