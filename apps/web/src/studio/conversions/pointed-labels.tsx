import type { LocalizedText } from '@fieldwork/expressions'

import { completeText, isBlankText, NO_TEXT } from '../model/localized.ts'
import { LabelInputs } from '../parts/label-inputs.tsx'
import { whenLeft } from '../parts/when-left.ts'
import { useProblemAt } from './pointed.tsx'

/** A text in both languages; leaving both fills in the one that is empty. Empty in both: none. */
export function PointedLabels(props: {
  pointer: string
  label: string
  isMultiline?: boolean
  value: LocalizedText | undefined
  onChange: (label: LocalizedText | undefined) => void
}) {
  const { pointer, value = NO_TEXT, onChange, ...rest } = props
  const inside = [useProblemAt(pointer), useProblemAt(`${pointer}/en`), useProblemAt(`${pointer}/zh-CN`)]
  const change = (next: LocalizedText): void => onChange(isBlankText(next) ? undefined : next)
  return (
    <div data-pointer={pointer} onBlur={whenLeft(() => (isBlankText(value) ? undefined : change(completeText(value))))}>
      <LabelInputs {...rest} value={value} onChange={change} error={inside.filter(Boolean).join(' ') || null} />
    </div>
  )
}
