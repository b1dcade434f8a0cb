import { useNavigateTo, useTexts } from '@fieldwork/ui'
import type { LocalizedText } from '@fieldwork/expressions'
import { useState } from 'react'

import { addTarget } from '../model/conversions.ts'
import { FormField } from '../parts/form-field.tsx'
import { NewDocumentDialog } from '../parts/new-document-dialog.tsx'
import { ObjectSelect } from '../parts/object-select.tsx'
import { studioPaths } from '../paths.ts'
import { useDraftedConversions } from './use-conversions.ts'

/** Asks what is converted to what; the rest is said on the conversion's page. */
export function NewConversionDialog(props: { source: string | undefined; onClose: () => void }) {
  const { t } = useTexts('studio')
  const navigate = useNavigateTo()
  const { conversions, put } = useDraftedConversions()
  const [source, setSource] = useState(props.source)
  const [target, setTarget] = useState<string | undefined>(undefined)
  const isComplete = source !== undefined && target !== undefined

  const create = (named: { name: string; label: LocalizedText }): void => {
    if (source === undefined || target === undefined) return
    const orders = conversions.flatMap(({ definition }) =>
      definition.source === source ? [definition.order ?? 0] : [],
    )
    const order = Math.max(0, ...orders) + 10
    const definition = addTarget({ ...named, order, source, targets: {} }, { object: target, values: {} })
    put({ definition, origin: 'new', base: null }, named.name, definition)
    navigate(studioPaths.conversion(named.name))
  }
  return (
    <NewDocumentDialog
      words={{
        title: t('conversions.newTitle'),
        create: t('conversions.create'),
        label: t('conversions.label'),
        labelMissing: t('conversions.labelMissing'),
      }}
      fallback="conversion"
      {...(isComplete ? { stem: `${source} to ${target}` } : {})}
      taken={conversions.map(({ definition }) => definition.name)}
      isComplete={isComplete}
      onCreate={create}
      onClose={props.onClose}
    >
      {(isTried) => (
        <div className="st-pair">
          <FormField
            label={t('conversions.source')}
            isRequired
            error={isTried && source === undefined ? t('conversions.sourceMissing') : null}
          >
            {(id) => <ObjectSelect id={id} value={source} onChange={setSource} />}
          </FormField>
          <FormField
            label={t('conversions.firstTarget')}
            isRequired
            error={isTried && target === undefined ? t('conversions.targetMissing') : null}
          >
            {(id) => <ObjectSelect id={id} value={target} onChange={setTarget} />}
          </FormField>
        </div>
      )}
    </NewDocumentDialog>
  )
}
