import { useTexts } from '@fieldwork/ui'
import { Modal } from 'antd'
import { useState } from 'react'
import type { ReactNode } from 'react'

import { checkName, suggestName } from '../model/api-name.ts'
import { completeText, isBlankText, NO_TEXT } from '../model/localized.ts'
import { LabelInputs } from './label-inputs.tsx'
import { NameInput } from './name-input.tsx'

interface NewDocumentProps {
  words: { title: string; create: string; label: string; labelMissing: string }
  /** beginning of the name of one whose label has no Latin letters */
  fallback: string
  /** what its name is suggested from; its label when left out */
  stem?: string
  /** names that there are */
  taken: string[]
  /** what else is asked has been answered */
  isComplete: boolean
  /** what else is asked, between label and name; `isTried`: it tells what is missing */
  children: (isTried: boolean) => ReactNode
  onCreate: (named: { name: string; label: typeof NO_TEXT }) => void
  onClose: () => void
}

/** Asks what a new document is called, and what it cannot begin without. */
export function NewDocumentDialog(props: NewDocumentProps) {
  const { t } = useTexts('studio')
  const { words, fallback, taken } = props
  const [label, setLabel] = useState(NO_TEXT)
  const [ownName, setName] = useState<string | null>(null)
  const [isTried, setTried] = useState(false)
  const suggested =
    isBlankText(label) && !props.stem ? '' : suggestName({ label: props.stem ?? label.en, fallback, taken })
  const name = ownName ?? suggested
  const create = (): void => {
    setTried(true)
    if (isBlankText(label) || !props.isComplete || checkName(name, taken) !== null) return
    props.onCreate({ name, label: completeText(label) })
  }
  return (
    <Modal
      open
      title={words.title}
      okText={words.create}
      cancelText={t('common.cancel')}
      onCancel={props.onClose}
      onOk={create}
    >
      <LabelInputs
        label={words.label}
        isRequired
        autoFocus
        value={label}
        onChange={setLabel}
        error={isTried && isBlankText(label) ? words.labelMissing : null}
      />
      {props.children(isTried)}
      <NameInput value={name} onChange={setName} taken={taken} />
    </Modal>
  )
}
