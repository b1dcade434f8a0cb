import { PlusOutlined } from '@ant-design/icons'
import { AppLink, useNavigateTo, useTexts } from '@fieldwork/ui'
import { Button, Skeleton } from 'antd'
import { useState } from 'react'

import type { ObjectEditing } from '../editor/object-editing.ts'
import type { LayoutSlot } from '../model/layouts.ts'
import { LAYOUT_PURPOSES, ownLayout } from '../model/layouts.ts'
import { studioPaths } from '../paths.ts'
import { NewLayoutDialog } from './layout-dialog.tsx'
import { LayoutMatrix } from './layout-matrix.tsx'
import { LayoutTable } from './layout-table.tsx'
import { useObjectLayouts, useRecordTypes } from './use-layouts.ts'

/** The layouts of an object: which one shows which records, and the ways to more of them. */
export function LayoutsTab({ editing }: { editing: ObjectEditing }) {
  const { t } = useTexts('studio')
  const navigate = useNavigateTo()
  const { object, definition } = editing
  const { layouts, taken, isPending, put } = useObjectLayouts(object.name)
  const types = useRecordTypes(object.name)
  const [asked, setAsked] = useState<(LayoutSlot & { from?: string }) | null>(null)
  if (isPending) return <Skeleton active title={false} />
  const definitions = layouts.map((each) => each.definition)
  const firstPurpose =
    LAYOUT_PURPOSES.find((purpose) => !ownLayout(definitions, { purpose, recordType: undefined })) ?? 'form'
  return (
    <>
      <div className="st-toolbar">
        <p className="st-muted st-grow">{t('layouts.line')}</p>
        <Button
          type="primary"
          icon={<PlusOutlined />}
          onClick={() => setAsked({ purpose: firstPurpose, recordType: undefined })}
        >
          {t('layouts.new')}
        </Button>
      </div>
      <LayoutMatrix object={object.name} layouts={definitions} types={types} onNew={setAsked} />
      {types.length === 0 ? (
        <p className="st-help st-layout-hint">
          {t('layouts.noTypes')}{' '}
          <AppLink to={studioPaths.object(object.name, 'record-types')}>{t('layouts.toTypes')}</AppLink>
        </p>
      ) : null}
      <LayoutTable
        layouts={layouts}
        types={types}
        onPut={(each, next) => put(each, each.definition.name, next)}
        onCopy={({ purpose, recordType, name }) => setAsked({ purpose, recordType, from: name })}
      />
      {asked ? (
        <NewLayoutDialog
          {...{ object, definition, layouts: definitions, types, taken, ...asked }}
          from={asked.from}
          onClose={() => setAsked(null)}
          onCreate={(layout) => {
            put({ definition: layout, origin: 'new', base: null }, layout.name, layout)
            navigate(studioPaths.layout(object.name, layout.purpose, layout.name))
          }}
        />
      ) : null}
    </>
  )
}
