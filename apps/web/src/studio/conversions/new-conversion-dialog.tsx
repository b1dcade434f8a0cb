import { useNavigateTo, useTexts } from '@fieldwork/ui'
import { Modal } from 'antd'
import { useState } from 'react'

import { checkName, suggestName } from '../model/api-name.ts'
import { addTarget } from '../model/conversions.ts'
import { completeText, isBlankText, NO_TEXT } from '../model/localized.ts'
import { FormField } from '../parts/form-field.tsx'
import { LabelInputs } from '../parts/label-inputs.tsx'
import { NameInput } from '../parts/name-input.tsx'
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
  const [label, setLabel] = useState(NO_TEXT)
  const [ownName, setName] = useState<string | null>(null)
  const [isTried, setTried] = useState(false)
  const taken = conversions.map(({ definition }) => definition.name)
  const stem = source !== undefined && target !== undefined ? `${source} to ${target}` : ''
  const name = ownName ?? (stem === '' ? '' : suggestName({ label: stem, fallback: 'conversion', taken }))
  const missing = (isMissing: boolean, text: string): string | null => (isTried && isMissing ? text : null)

  const create = (): void => {
    setTried(true)
    if (source === undefined || target === undefined || isBlankText(label) || checkName(name, taken) !== null) return
    const orders = conversions.flatMap(({ definition }) =>
      definition.source === source ? [definition.order ?? 0] : [],
    )
    const order = Math.max(0, ...orders) + 10
    const start = { name, label: completeText(label), order, source, targets: {} }
    const definition = addTarget(start, { object: target, values: {} })
    put({ definition, origin: 'new', base: null }, name, definition)
    navigate(studioPaths.conversion(name))
  }
  return (
    <Modal
      open
      title={t('conversions.newTitle')}
      okText={t('conversions.create')}
      cancelText={t('common.cancel')}
      onCancel={props.onClose}
      onOk={create}
    >
      <div className="st-pair">
        <FormField
          label={t('conversions.source')}
          isRequired
          error={missing(source === undefined, t('conversions.sourceMissing'))}
        >
          {(id) => <ObjectSelect id={id} value={source} onChange={setSource} />}
        </FormField>
        <FormField
          label={t('conversions.firstTarget')}
          isRequired
          error={missing(target === undefined, t('conversions.targetMissing'))}
        >
          {(id) => <ObjectSelect id={id} value={target} onChange={setTarget} />}
        </FormField>
      </div>
      <LabelInputs
        label={t('conversions.label')}
        isRequired
        value={label}
        onChange={setLabel}
        error={missing(isBlankText(label), t('conversions.labelMissing'))}
      />
      <NameInput value={name} onChange={setName} taken={taken} />
    </Modal>
  )
}
