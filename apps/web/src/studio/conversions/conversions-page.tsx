import { useTexts } from '@fieldwork/ui'
import { useState } from 'react'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { ListPage } from '../parts/list-page.tsx'
import { ConversionList } from './conversion-list.tsx'
import { NewConversionDialog } from './new-conversion-dialog.tsx'
import { useDraftedConversions } from './use-conversions.ts'

/** Every conversion, under the object whose records it converts. */
export function ConversionsPage() {
  const { t, locale } = useTexts('studio')
  const objects = useStudioObjects()
  const { conversions, isPending } = useDraftedConversions()
  const [isCreating, setCreating] = useState(false)
  const sources = [...new Set(conversions.map(({ definition }) => definition.source))]
  return (
    <>
      <ListPage
        title={t('conversions.title')}
        line={t('conversions.line')}
        add={t('conversions.add')}
        onAdd={() => setCreating(true)}
        isPending={isPending}
        isEmpty={conversions.length === 0}
        none={{ icon: 'swap', title: t('conversions.none'), text: t('conversions.noneText') }}
      >
        {sources.map((source) => (
          <section key={source} className="st-conversion-group">
            <h2 className="st-group-title">{objects.find(({ name }) => name === source)?.label[locale] ?? source}</h2>
            <ConversionList conversions={conversions.filter(({ definition }) => definition.source === source)} />
          </section>
        ))}
      </ListPage>
      {isCreating ? <NewConversionDialog source={undefined} onClose={() => setCreating(false)} /> : null}
    </>
  )
}
