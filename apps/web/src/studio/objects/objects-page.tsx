import { PlusOutlined, SearchOutlined } from '@ant-design/icons'
import { EmptyState, PageHeader, useTexts } from '@fieldwork/ui'
import { Button, Input, Segmented, Skeleton } from 'antd'
import { useState } from 'react'

import { useCatalog } from '../catalog/queries.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import type { StudioObject } from '../catalog/studio-objects.ts'
import { NewObjectDialog } from './new-object-dialog.tsx'
import { ObjectTable } from './object-table.tsx'

type Scope = 'all' | 'own' | 'shipped'

/** Object management: every object of the workspace, and the way to a new one. */
export function ObjectsPage() {
  const { t, locale } = useTexts('studio')
  const catalog = useCatalog()
  const objects = useStudioObjects()
  const [search, setSearch] = useState('')
  const [scope, setScope] = useState<Scope>('all')
  const [isCreating, setCreating] = useState(false)
  const inScope = objects.filter((object) => isIn(object, scope))
  const found = inScope.filter((object) => matches(object, search))

  return (
    <div className="st-page">
      <PageHeader
        title={t('objects.title')}
        note={catalog.data ? t('objects.count', { count: objects.length }) : null}
        line={t('objects.line')}
        actions={
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
            {t('objects.new')}
          </Button>
        }
      />
      <div className="st-toolbar">
        <Input
          className="st-search"
          allowClear
          prefix={<SearchOutlined />}
          aria-label={t('objects.search')}
          placeholder={t('objects.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <Segmented<Scope>
          aria-label={t('objects.origin')}
          value={scope}
          onChange={setScope}
          options={(['all', 'own', 'shipped'] as const).map((value) => ({ value, label: t(`objects.scope.${value}`) }))}
        />
      </div>
      {catalog.isPending ? (
        <Skeleton active paragraph={{ rows: 8 }} title={false} />
      ) : found.length > 0 ? (
        <ObjectTable objects={found} locale={locale} />
      ) : (
        <EmptyState
          icon="appstore"
          title={search === '' ? t('objects.noneOwn') : t('objects.noneFound', { search })}
          text={t('objects.noneText')}
          action={<Button onClick={() => setCreating(true)}>{t('objects.new')}</Button>}
        />
      )}
      {isCreating ? <NewObjectDialog onClose={() => setCreating(false)} /> : null}
    </div>
  )
}

function isIn(object: StudioObject, scope: Scope): boolean {
  return scope === 'all' || object.shipped === (scope === 'shipped')
}

function matches({ name, label }: StudioObject, search: string): boolean {
  return `${name} ${label.en} ${label['zh-CN']}`.toLowerCase().includes(search.trim().toLowerCase())
}
