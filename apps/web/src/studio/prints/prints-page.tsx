import { AppLink, FieldIcon, useTexts } from '@fieldwork/ui'
import { Switch } from 'antd'
import { useState } from 'react'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { useRecordTypes } from '../layouts/use-layouts.ts'
import { DraftTags } from '../parts/draft-tags.tsx'
import { ListPage, StackTable } from '../parts/list-page.tsx'
import { studioPaths } from '../paths.ts'
import { NewPrintDialog } from './new-print-dialog.tsx'
import { USUAL } from './print-template.ts'
import { useDraftedPrints } from './use-prints.ts'
import type { DraftedPrint } from './use-prints.ts'

/** Every print template: whether it is offered, of which records, on which paper. */
export function PrintsPage() {
  const { t } = useTexts('studio')
  const { prints, isPending } = useDraftedPrints()
  const [isCreating, setCreating] = useState(false)
  return (
    <>
      <ListPage
        title={t('pt.title')}
        line={t('pt.line')}
        add={t('pt.add')}
        onAdd={() => setCreating(true)}
        isPending={isPending}
        isEmpty={prints.length === 0}
        none={{ icon: 'printer', title: t('pt.none'), text: t('pt.noneText') }}
      >
        <StackTable heads={[t('pt.on'), t('pt.name'), t('pt.object'), t('pt.type'), t('pt.paper'), t('pt.language')]}>
          {prints.map((print) => (
            <PrintRow key={print.definition.name} print={print} />
          ))}
        </StackTable>
      </ListPage>
      {isCreating ? <NewPrintDialog onClose={() => setCreating(false)} /> : null}
    </>
  )
}

function PrintRow({ print }: { print: DraftedPrint }) {
  const { t, locale } = useTexts('studio')
  const { put } = useDraftedPrints()
  const { definition } = print
  const { name, object, recordType, paper = USUAL.paper, orientation = USUAL.orientation, language } = definition
  const label = definition.label?.[locale] || name
  const about = useStudioObjects().find((each) => each.name === object)
  const types = useRecordTypes(object)
  const typeLabel = types.find(([key]) => key === recordType)?.[1].label?.[locale]
  return (
    <tr>
      <td data-label={t('pt.on')}>
        <Switch
          size="small"
          checked={definition.active !== false}
          aria-label={t('pt.switch', { label })}
          onChange={(active) => put(print, name, { ...definition, active })}
        />
      </td>
      <td>
        <AppLink to={studioPaths.print(name)} className="st-ap-name">
          {label}
        </AppLink>
        <DraftTags document={print} />
      </td>
      <td data-label={t('pt.object')}>
        <FieldIcon name={about?.icon} /> {about?.label[locale] ?? object}
      </td>
      <td data-label={t('pt.type')}>{recordType === undefined ? t('pt.anyType') : (typeLabel ?? recordType)}</td>
      <td data-label={t('pt.paper')}>
        {paper} · {t(`pt.orientations.${orientation}`)}
      </td>
      <td data-label={t('pt.language')}>{t(language === undefined ? 'pt.ownLanguage' : `language.${language}`)}</td>
    </tr>
  )
}
