import { AppLink, useTexts } from '@fieldwork/ui'
import { useState } from 'react'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { ListPage, StackTable } from '../parts/list-page.tsx'
import { studioPaths } from '../paths.ts'
import { useDraftedDimensions } from '../roles/use-roles.ts'
import { DimensionDrawer } from './dimension-drawer.tsx'

const COLUMNS = ['dimension', 'values', 'own', 'applies'] as const

/** The management dimensions, and the objects to which each applies. */
export function DimensionsPage() {
  const { t, locale } = useTexts('studio')
  const objects = useStudioObjects()
  const { dimensions, isPending } = useDraftedDimensions()
  const [opened, setOpened] = useState<string | null>(null)
  const labelOf = (name: string): string => objects.find((object) => object.name === name)?.label[locale] ?? name
  return (
    <>
      <ListPage
        title={t('dimensions.title')}
        line={t('dimensions.line')}
        add={t('dimensions.add')}
        onAdd={() => setOpened('')}
        isPending={isPending}
        isEmpty={dimensions.length === 0}
        none={{ icon: 'deployment-unit', title: t('dimensions.none'), text: t('dimensions.noneText') }}
      >
        <StackTable heads={COLUMNS.map((column) => t(`dimensions.${column}`))}>
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
        </StackTable>
      </ListPage>
      {opened === null ? null : <DimensionDrawer name={opened} onClose={() => setOpened(null)} />}
    </>
  )
}
