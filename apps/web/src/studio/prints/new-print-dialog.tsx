import type { LocalizedText } from '@fieldwork/expressions'
import { useNavigateTo, useTexts } from '@fieldwork/ui'
import { useState } from 'react'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { FormField } from '../parts/form-field.tsx'
import { NewDocumentDialog } from '../parts/new-document-dialog.tsx'
import { ObjectSelect } from '../parts/object-select.tsx'
import { RecordTypeSelect } from '../parts/record-type-select.tsx'
import { studioPaths } from '../paths.ts'
import type { PrintTemplateDefinition } from './print-template.ts'
import { useDraftedPrints } from './use-prints.ts'

/** Asks what a print template is called and whose records it prints; the rest is drawn on its page. */
export function NewPrintDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTexts('studio')
  const navigate = useNavigateTo()
  const { prints, put } = useDraftedPrints()
  const [object, setObject] = useState<string | undefined>(undefined)
  const [recordType, setRecordType] = useState<string | undefined>(undefined)
  const about = useStudioObjects().find(({ name }) => name === object)
  const create = (named: { name: string; label: LocalizedText }): void => {
    if (!about) return
    const order = Math.max(0, ...prints.map(({ definition }) => definition.order ?? 0)) + 10
    const name = `{{ ${about.nameField || 'id'} }}`
    const definition: PrintTemplateDefinition = {
      ...named,
      order,
      object: about.name,
      ...(recordType === undefined ? {} : { recordType }),
      footer: {
        right: { en: 'Page {{ page }} of {{ pages }}', 'zh-CN': '第 {{ page }} 页，共 {{ pages }} 页' },
      },
      blocks: {
        title: {
          type: 'text',
          text: { en: `${named.label.en} ${name}`, 'zh-CN': `${named.label['zh-CN']} ${name}` },
          size: 16,
          bold: true,
          align: 'center',
          x: 0,
          y: 0,
          w: 24,
          h: 1,
        },
      },
    }
    put({ definition, origin: 'new', base: null }, named.name, definition)
    navigate(studioPaths.print(named.name))
  }
  return (
    <NewDocumentDialog
      words={{
        title: t('pt.newTitle'),
        create: t('pt.create'),
        label: t('pt.label'),
        labelMissing: t('pt.labelMissing'),
      }}
      fallback="print"
      taken={prints.map(({ definition }) => definition.name)}
      isComplete={object !== undefined}
      onCreate={create}
      onClose={onClose}
    >
      {(isTried) => (
        <>
          <FormField
            label={t('pt.object')}
            isRequired
            help={t('pt.objectHelp')}
            error={isTried && object === undefined ? t('pt.objectMissing') : null}
          >
            {(id) => (
              <ObjectSelect
                id={id}
                value={object}
                onChange={(next) => {
                  setObject(next)
                  setRecordType(undefined)
                }}
              />
            )}
          </FormField>
          {object === undefined ? null : (
            <RecordTypeSelect object={object} value={recordType} onChange={setRecordType} />
          )}
        </>
      )}
    </NewDocumentDialog>
  )
}
