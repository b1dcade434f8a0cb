import { useNavigateTo, useTexts } from '@fieldwork/ui'
import type { LocalizedText } from '@fieldwork/expressions'
import { useState } from 'react'

import { FormField } from '../parts/form-field.tsx'
import { NewDocumentDialog } from '../parts/new-document-dialog.tsx'
import { ObjectSelect } from '../parts/object-select.tsx'
import { studioPaths } from '../paths.ts'
import { addStep } from './edits.ts'
import { useDraftedApprovals } from './use-approvals.ts'

/** Asks what a chain is called and whose records it is for; the rest is said on its page. */
export function NewApprovalDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTexts('studio')
  const navigate = useNavigateTo()
  const { chains, put } = useDraftedApprovals()
  const [object, setObject] = useState<string | undefined>(undefined)

  const create = (named: { name: string; label: LocalizedText }): void => {
    if (object === undefined) return
    const orders = chains.flatMap(({ definition }) => (definition.object === object ? [definition.order ?? 0] : []))
    const order = Math.max(0, ...orders) + 10
    const { chain } = addStep({ ...named, order, object, start: { manual: true }, first: '', steps: {} }, null)
    put({ definition: chain, origin: 'new', base: null }, chain.name, chain)
    navigate(studioPaths.approval(chain.name))
  }
  return (
    <NewDocumentDialog
      words={{
        title: t('ap.newTitle'),
        create: t('ap.create'),
        label: t('ap.label'),
        labelMissing: t('ap.labelMissing'),
      }}
      fallback="approval"
      taken={chains.map(({ definition }) => definition.name)}
      isComplete={object !== undefined}
      onCreate={create}
      onClose={onClose}
    >
      {(isTried) => (
        <FormField
          label={t('ap.object')}
          isRequired
          help={t('ap.objectHelp')}
          error={isTried && object === undefined ? t('ap.objectMissing') : null}
        >
          {(id) => <ObjectSelect id={id} value={object} onChange={setObject} />}
        </FormField>
      )}
    </NewDocumentDialog>
  )
}
