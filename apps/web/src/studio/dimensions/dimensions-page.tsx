import { PlusOutlined } from '@ant-design/icons'
import { AppLink, EmptyState, PageHeader, useTexts } from '@fieldwork/ui'
import { Button, Skeleton } from 'antd'
import { useState } from 'react'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { studioPaths } from '../paths.ts'
import { useDraftedDimensions } from '../roles/use-roles.ts'
import { DimensionDrawer } from './dimension-drawer.tsx'

/** The management dimensions, and the objects to which each applies. */
export function DimensionsPage() {
  const { t, locale } = useTexts('studio')
  const objects = useStudioObjects()
  const { dimensions, isPending } = useDraftedDimensions()
  const [opened, setOpened] = useState<string | 'new' | null>(null)
  const labelOf = (name: string): string => objects.find((object) => object.name === name)?.label[locale] ?? name
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpened('')}>
      {t('dimensions.add')}
    </Button>
  )
  return (
    <div className="st-page">
      <PageHeader title={t('dimensions.title')} line={t('dimensions.line')} actions={add} />
      {isPending ? <Skeleton active title={false} /> : null}
      {!isPending && dimensions.length === 0 ? (
        <EmptyState icon="deployment-unit" title={t('dimensions.none')} text={t('dimensions.noneText')} action={add} />
      ) : null}
      {dimensions.length > 0 ? (
        <table className="st-table st-stack">
          <thead>
            <tr>
              <th>{t('dimensions.dimension')}</th>
              <th>{t('dimensions.values')}</th>
              <th>{t('dimensions.own')}</th>
              <th>{t('dimensions.applies')}</th>
            </tr>
          </thead>
          <tbody>
            {dimensions.map(({ definition: { name, label, object, own } }) => (
              <tr key={name}>
                <td>
                  <button type="button" className="st-link" onClick={() => setOpened(name)}>
                    {label?.[locale] ?? name} <code className="st-code">{name}</code>
                  </button>
                </td>
                <td data-label={t('dimensions.values')}>{labelOf(object)}</td>
                <td data-label={t('dimensions.own')}>
                  {own ? <code className="st-code">{own}</code> : <span className="st-faint">–</span>}
                </td>
                <td data-label={t('dimensions.applies')}>
                  <span className="st-links">
                    {objects
                      .filter(({ dimensions: of }) => name in of)
                      .map((each) => (
                        <AppLink key={each.name} to={studioPaths.object(each.name, 'access')}>
                          {each.label[locale]}
                        </AppLink>
                      ))}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {opened === null ? null : <DimensionDrawer name={opened} onClose={() => setOpened(null)} />}
    </div>
  )
}
