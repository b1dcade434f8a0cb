import { useTexts } from '@fieldwork/ui'
import { Modal, Segmented, Select } from 'antd'
import { useState } from 'react'

import type { StudioObject } from '../catalog/studio-objects.ts'
import { startingLayout } from '../designer/starting-layout.ts'
import { checkName, suggestName } from '../model/api-name.ts'
import type { LayoutDefinition, LayoutPurpose, ObjectDefinition, RecordType } from '../model/definitions.ts'
import { copyLayout, LAYOUT_PURPOSES, ownLayout } from '../model/layouts.ts'
import { completeText, isBlankText, NO_TEXT } from '../model/localized.ts'
import { FormField } from '../parts/form-field.tsx'
import { LabelInputs } from '../parts/label-inputs.tsx'
import { NameInput } from '../parts/name-input.tsx'
import { useLayoutTitle } from './use-layouts.ts'

/** What a layout dialog has to know. */
export interface LayoutDialogInput {
  object: StudioObject
  definition: ObjectDefinition
  layouts: LayoutDefinition[]
  types: [string, RecordType][]
  /** names of all layouts */
  taken: string[]
}

interface NewLayoutProps extends LayoutDialogInput {
  purpose: LayoutPurpose
  recordType: string | undefined
  /** name of the layout to copy; undefined: the automatic one */
  from: string | undefined
  onClose: () => void
  onCreate: (layout: LayoutDefinition) => void
}

/** Asks for whom a new layout is, and what it starts from. */
export function NewLayoutDialog(props: NewLayoutProps) {
  const { t } = useTexts('studio')
  const form = useNewLayout(props)
  const { layouts, types } = props
  const titleOf = useLayoutTitle()
  const sources = layouts.filter(({ purpose }) => purpose === form.purpose)
  const create = (): void => {
    const layout = form.create()
    if (layout) props.onCreate(layout)
  }
  return (
    <Modal
      open
      title={t('layouts.newTitle')}
      okText={t('layouts.create')}
      cancelText={t('common.cancel')}
      onCancel={props.onClose}
      onOk={create}
    >
      <div className="st-field">
        <span className="st-label">{t('layouts.purpose')}</span>
        <Segmented<LayoutPurpose>
          aria-label={t('layouts.purpose')}
          value={form.purpose}
          options={LAYOUT_PURPOSES.map((value) => ({ value, label: t(`layouts.${value}`) }))}
          onChange={form.setPurpose}
        />
      </div>
      <SlotSelect
        {...{ layouts, types }}
        purpose={form.purpose}
        value={form.slot}
        onChange={form.setSlot}
        error={form.isTried && form.slot === null ? t('layouts.slotMissing') : null}
      />
      <FormField label={t('layouts.startFrom')}>
        {(id) => (
          <Select
            id={id}
            className="st-wide"
            value={form.source}
            options={[
              { value: AUTOMATIC, label: t('layouts.startAutomatic') },
              ...sources.map((each) => ({
                value: each.name,
                label: t('layouts.startCopy', { label: titleOf(each, types) }),
              })),
            ]}
            onChange={form.setSource}
          />
        )}
      </FormField>
      <LabelInputs label={t('layouts.label')} value={form.label} onChange={form.setLabel} />
      <NameInput value={form.name} onChange={form.setName} taken={props.taken} />
    </Modal>
  )
}

/** Stands for “all record types” where a list box needs a value. */
const EVERY = '*'
const AUTOMATIC = '*'

function useNewLayout(props: NewLayoutProps) {
  const { object, definition, layouts, taken, types } = props
  const isFree = (purpose: LayoutPurpose, slot: string): boolean => isSlotFree(layouts, purpose, slot)
  const [purpose, setPurpose] = useState(props.purpose)
  const [chosen, setSlot] = useState<string | null>(props.recordType ?? EVERY)
  const [source, setSource] = useState(props.from ?? AUTOMATIC)
  const [label, setLabel] = useState(NO_TEXT)
  const [ownName, setName] = useState<string | null>(null)
  const [isTried, setTried] = useState(false)
  const slot = chosen !== null && isFree(purpose, chosen) ? chosen : firstFree(types, (key) => isFree(purpose, key))
  const stem = [object.name, slot === EVERY ? '' : slot, purpose].filter(Boolean).join(' ')
  const name = ownName ?? suggestName({ label: stem, fallback: 'layout', taken })

  const create = (): LayoutDefinition | null => {
    setTried(true)
    if (slot === null || checkName(name, taken) !== null) return null
    const recordType = slot === EVERY ? undefined : slot
    const type = types.find(([key]) => key === recordType)?.[1]
    const start =
      layouts.find((each) => each.name === source && each.purpose === purpose) ??
      startingLayout(object, definition, purpose, type)
    return copyLayout(start, { name, recordType, label: isBlankText(label) ? undefined : completeText(label) })
  }
  return {
    purpose,
    slot,
    source,
    label,
    name,
    isTried,
    setSlot,
    setSource,
    setLabel,
    setName,
    create,
    setPurpose: (next: LayoutPurpose) => {
      setPurpose(next)
      setSource(AUTOMATIC)
    },
  }
}

const recordTypeOf = (slot: string): string | undefined => (slot === EVERY ? undefined : slot)

function isSlotFree(layouts: LayoutDefinition[], purpose: LayoutPurpose, slot: string): boolean {
  return ownLayout(layouts, { purpose, recordType: recordTypeOf(slot) }) === undefined
}

function firstFree(types: LayoutDialogInput['types'], isFree: (slot: string) => boolean): string | null {
  return [EVERY, ...types.map(([name]) => name)].find(isFree) ?? null
}

/** For whose records a layout is; those that have one already cannot be chosen. */
function SlotSelect(props: {
  layouts: LayoutDefinition[]
  types: LayoutDialogInput['types']
  purpose: LayoutPurpose
  value: string | null
  error?: string | null
  onChange: (slot: string) => void
}) {
  const { t, locale } = useTexts('studio')
  const { layouts, types, purpose } = props
  const slots = [
    { value: EVERY, label: t('layouts.everyType') },
    ...types.map(([value, { label }]) => ({ value, label: label?.[locale] ?? value })),
  ]
  return (
    <FormField
      label={t('layouts.for')}
      help={t(types.length === 0 ? 'layouts.forNoTypes' : 'layouts.forHelp')}
      error={props.error}
    >
      {(id) => (
        <Select
          id={id}
          className="st-wide"
          value={props.value}
          placeholder={t('layouts.slotMissing')}
          options={slots.map((slot) => {
            const isTaken = slot.value !== props.value && !isSlotFree(layouts, purpose, slot.value)
            return isTaken ? { value: slot.value, label: t('layouts.slotTaken', slot), disabled: true } : slot
          })}
          onChange={(slot: string | null) => (slot === null ? undefined : props.onChange(slot))}
        />
      )}
    </FormField>
  )
}

/** Renames a layout, or gives it to other records. */
export function LayoutSettingsDialog(
  props: Pick<LayoutDialogInput, 'layouts' | 'types'> & {
    layout: LayoutDefinition
    onClose: () => void
    onSave: (layout: LayoutDefinition) => void
  },
) {
  const { t } = useTexts('studio')
  const { layout, layouts, types } = props
  const [label, setLabel] = useState(layout.label ?? NO_TEXT)
  const [slot, setSlot] = useState(layout.recordType ?? EVERY)
  const save = (): void => {
    const { label: _label, recordType: _type, ...rest } = layout
    const recordType = recordTypeOf(slot)
    props.onSave({
      ...rest,
      ...(recordType === undefined ? {} : { recordType }),
      ...(isBlankText(label) ? {} : { label: completeText(label) }),
    })
  }
  return (
    <Modal
      open
      title={t('layouts.settings')}
      okText={t('layouts.apply')}
      cancelText={t('common.cancel')}
      onCancel={props.onClose}
      onOk={save}
    >
      <LabelInputs label={t('layouts.label')} autoFocus value={label} onChange={setLabel} />
      <SlotSelect {...{ layouts, types }} purpose={layout.purpose} value={slot} onChange={setSlot} />
      <NameInput value={layout.name} onChange={setLabelNothing} taken={[]} isFixed />
    </Modal>
  )
}

/** The name stands there to be read. */
const setLabelNothing = (): void => undefined
