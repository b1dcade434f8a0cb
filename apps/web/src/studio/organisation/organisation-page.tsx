import { PlusOutlined } from '@ant-design/icons'
import { EmptyState, PageHeader, useRecordDrawer, useTexts } from '@fieldwork/ui'
import { Button, Skeleton } from 'antd'
import { useState } from 'react'

import { DepartmentPanel } from './department-panel.tsx'
import { DepartmentTree } from './department-tree-view.tsx'
import { useDepartments } from './queries.ts'

/** The organisation: departments as a tree, and what belongs to the one that is chosen. */
export function OrganisationPage() {
  const { t } = useTexts('studio')
  const { departments, byId, tree, isPending, error } = useDepartments()
  const openDrawer = useRecordDrawer()
  const [chosen, setChosen] = useState<string | null>(null)
  const shown = byId.get(chosen ?? '') ?? tree[0]?.department
  const add = async (): Promise<void> => {
    const record = await openDrawer({ object: 'department' })
    if (record) setChosen(record.id)
  }
  const button = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => void add()}>
      {t('organisation.addTop')}
    </Button>
  )
  return (
    <div className="st-page st-organisation-page">
      <PageHeader
        title={t('organisation.title')}
        note={isPending ? null : t('organisation.count', { count: departments.length })}
        line={t('organisation.line')}
        actions={button}
      />
      {error ? <p role="alert">{error.message}</p> : null}
      {isPending ? <Skeleton active paragraph={{ rows: 10 }} /> : null}
      {!isPending && departments.length === 0 ? (
        <EmptyState icon="apartment" title={t('organisation.none')} text={t('organisation.noneText')} action={button} />
      ) : null}
      {shown ? (
        <div className="st-organisation">
          <DepartmentTree chosen={shown.id} onChoose={setChosen} />
          <DepartmentPanel key={shown.id} department={shown} onChoose={setChosen} />
        </div>
      ) : null}
    </div>
  )
}
