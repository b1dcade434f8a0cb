import type { LocalizedText } from '@fieldwork/expressions'
import { useNavigateTo, useTexts } from '@fieldwork/ui'
import { useState } from 'react'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { FormField } from '../parts/form-field.tsx'
import { NewDocumentDialog } from '../parts/new-document-dialog.tsx'
import { ObjectSelect } from '../parts/object-select.tsx'
import { studioPaths } from '../paths.ts'
import type { DeadlineDefinition } from './deadline.ts'
import { useDraftedDeadlines } from './use-deadlines.ts'

/** Asks what a deadline is called and for whose records it is; the rest is said on its page. */
export function NewDeadlineDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTexts('studio')
  const navigate = useNavigateTo()
  const { deadlines, put } = useDraftedDeadlines()
  const [object, setObject] = useState<string | undefined>(undefined)
  const about = useStudioObjects().find(({ name }) => name === object)
  const create = (named: { name: string; label: LocalizedText }): void => {
    if (object === undefined) return
    const order = Math.max(0, ...deadlines.map(({ definition }) => definition.order ?? 0)) + 10
    const who = about?.fields.some(({ name }) => name === 'owner') ? 'owner' : 'created_by'
    const definition: DeadlineDefinition = {
      ...named,
      order,
      object,
      start: { on: 'created' },
      length: { workdays: 2 },
      responsible: { who },
      reminders: { reminder: { moment: 'before', span: { hours: 4 } } },
    }
    put({ definition, origin: 'new', base: null }, named.name, definition)
    navigate(studioPaths.deadline(named.name))
  }
  return (
    <NewDocumentDialog
      words={{
        title: t('dl.newTitle'),
        create: t('dl.create'),
        label: t('dl.label'),
        labelMissing: t('dl.labelMissing'),
      }}
      fallback="deadline"
      taken={deadlines.map(({ definition }) => definition.name)}
      isComplete={object !== undefined}
      onCreate={create}
      onClose={onClose}
    >
      {(isTried) => (
        <FormField
          label={t('ap.object')}
          isRequired
          help={t('dl.objectHelp')}
          error={isTried && object === undefined ? t('dl.objectMissing') : null}
        >
          {(id) => <ObjectSelect id={id} value={object} onChange={setObject} />}
        </FormField>
      )}
    </NewDocumentDialog>
  )
}
