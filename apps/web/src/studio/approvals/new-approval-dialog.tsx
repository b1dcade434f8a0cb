import { useNavigateTo, useTexts } from '@fieldwork/ui'
import { Modal } from 'antd'
import { useState } from 'react'

import { checkName, suggestName } from '../model/api-name.ts'
import { completeText, isBlankText, NO_TEXT } from '../model/localized.ts'
import { FormField } from '../parts/form-field.tsx'
import { LabelInputs } from '../parts/label-inputs.tsx'
import { NameInput } from '../parts/name-input.tsx'
import { ObjectSelect } from '../parts/object-select.tsx'
import { studioPaths } from '../paths.ts'
import type { ApprovalDefinition } from './approval.ts'
import { addStep } from './edits.ts'
import { useDraftedApprovals } from './use-approvals.ts'

/** Asks what a chain is called and whose records it is for; the rest is said on its page. */
export function NewApprovalDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTexts('studio')
  const navigate = useNavigateTo()
  const { chains, put } = useDraftedApprovals()
  const [label, setLabel] = useState(NO_TEXT)
  const [ownName, setName] = useState<string | null>(null)
  const [object, setObject] = useState<string | undefined>(undefined)
  const [isTried, setTried] = useState(false)
  const taken = chains.map(({ definition }) => definition.name)
  const name = ownName ?? (isBlankText(label) ? '' : suggestName({ label: label.en, fallback: 'approval', taken }))

  const create = (): void => {
    setTried(true)
    if (isBlankText(label) || object === undefined || checkName(name, taken) !== null) return
    const orders = chains.flatMap(({ definition }) => (definition.object === object ? [definition.order ?? 0] : []))
    const start: ApprovalDefinition = {
      name,
      label: completeText(label),
      order: Math.max(0, ...orders) + 10,
      object,
      start: { manual: true },
      first: '',
      steps: {},
    }
    const { chain } = addStep(start, null)
    put({ definition: chain, origin: 'new', base: null }, name, chain)
    navigate(studioPaths.approval(name))
  }
  return (
    <Modal
      open
      title={t('ap.newTitle')}
      okText={t('ap.create')}
      cancelText={t('common.cancel')}
      onCancel={onClose}
      onOk={create}
    >
      <LabelInputs
        label={t('ap.label')}
        isRequired
        autoFocus
        value={label}
        onChange={setLabel}
        error={isTried && isBlankText(label) ? t('ap.labelMissing') : null}
      />
      <FormField
        label={t('ap.object')}
        isRequired
        help={t('ap.objectHelp')}
        error={isTried && object === undefined ? t('ap.objectMissing') : null}
      >
        {(id) => <ObjectSelect id={id} value={object} onChange={setObject} />}
      </FormField>
      <NameInput value={name} onChange={setName} taken={taken} />
    </Modal>
  )
}
