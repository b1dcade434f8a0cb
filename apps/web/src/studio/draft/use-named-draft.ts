import { useTexts } from '@fieldwork/ui'
import { App } from 'antd'
import { useState } from 'react'

import { checkName, suggestName } from '../model/api-name.ts'
import { sameJson } from '../model/json.ts'
import { isBlankText } from '../model/localized.ts'
import type { NO_TEXT } from '../model/localized.ts'
import type { Drafted } from './use-documents.ts'

/** A definition while a form edits it. */
export interface NamedForm {
  /** what a new one is called in the API; null: as suggested by its label */
  name: string | null
  label: typeof NO_TEXT
}

interface NamedDraftInput<T extends { name: string }, Form extends NamedForm> {
  /** of the definition that is edited; empty: a new one */
  name: string
  all: readonly Drafted<T>[]
  /** beginning of the name of one without a label */
  fallback: string
  formOf: (known: T | undefined) => Form
  /** null: something that is needed is missing */
  definitionOf: (form: Form, name: string, known: T | undefined) => T | null
  put: (document: Drafted<T>, name: string, definition: T | null) => void
  words: { removeTitle: string; removeText: string; remove: string }
  onClose: () => void
}

/** Edits one definition of a kind in the draft: its name, whether it is complete, and the ways to leave the form. */
export function useNamedDraft<T extends { name: string }, Form extends NamedForm>(input: NamedDraftInput<T, Form>) {
  const { name, all, put, words, onClose } = input
  const { t } = useTexts('studio')
  const { modal } = App.useApp()
  const known = all.find(({ definition }) => definition.name === name)
  const [initial] = useState(() => input.formOf(known?.definition))
  const [form, setForm] = useState(initial)
  const [isTried, setTried] = useState(false)
  const taken = all.flatMap(({ definition }) => (definition.name === name ? [] : [definition.name]))
  const label = form.label.en || form.label['zh-CN']
  // what was published is known by its name elsewhere
  const isFixed = known !== undefined && known.base !== null
  const suggested = known ? name : suggestName({ label, fallback: input.fallback, taken })
  const ownName = isFixed ? name : (form.name ?? suggested)
  const definition = input.definitionOf(form, ownName, known?.definition)

  const submit = (): void => {
    setTried(true)
    const isNamed = isFixed || checkName(ownName, taken) === null
    if (definition === null || isBlankText(form.label) || !isNamed) return
    if (known && ownName !== name) put(known, name, null)
    put(known ?? { definition, origin: 'new', base: null }, ownName, definition)
    onClose()
  }
  const remove = (): void =>
    void modal.confirm({
      title: words.removeTitle,
      content: words.removeText,
      okText: words.remove,
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => {
        if (known) put(known, name, null)
        onClose()
      },
    })
  const close = (): void => {
    if (sameJson(form, initial)) return onClose()
    modal.confirm({
      title: t('draft.leaveTitle'),
      content: t('draft.leaveText'),
      okText: t('draft.leave'),
      okButtonProps: { danger: true },
      cancelText: t('draft.stay'),
      onOk: onClose,
    })
  }
  return {
    form,
    change: (part: Partial<Form>): void => setForm({ ...form, ...part }),
    /** what it is called in the API, or would be */
    name: ownName,
    /** names of the others */
    taken,
    isKnown: known !== undefined,
    /** the name cannot be changed any more */
    isFixed,
    /** it was to be saved: what is missing is told */
    isTried,
    definition,
    submit,
    remove,
    close,
  }
}
