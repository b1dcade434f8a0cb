import { useTexts } from '@fieldwork/ui'
import type { NumberReset } from '@fieldwork/ui'
import { useState } from 'react'

import type { StudioObject } from '../../../catalog/studio-objects.ts'
import { writeNumberFormat } from '../../../model/number-format.ts'
import { NumberParts } from './number-parts.tsx'
import { NumberPreview } from './number-preview.tsx'
import { partRows } from './part-rows.ts'
import type { PartRow } from './part-rows.ts'

/** What a number is made of, and the numbers that it gives. */
export function NumberFormat(props: {
  /** whose records are numbered; null while it has no fields */
  object: StudioObject | null
  format: string
  reset: NumberReset
  start?: number
  problems: string[]
  /** what a value of the workspace looks like, by path */
  exampleOf?: (path: string, isCode: boolean) => string | undefined
  onChange: (format: string) => void
}) {
  const [rows, setRows] = useState<PartRow[]>(() => partRows(props.format))
  const { t } = useTexts('studio')
  const parts = rows.map(({ part }) => part)
  const isUnchosen = parts.some((part) => part.kind === 'field' && part.field === '')
  const change = (next: PartRow[]): void => {
    setRows(next)
    props.onChange(writeNumberFormat(next.map(({ part }) => part)))
  }
  return (
    <>
      <NumberParts
        object={props.object}
        rows={rows}
        problems={isUnchosen ? [t('number.fieldMissing')] : props.problems}
        onChange={change}
      />
      <NumberPreview
        object={props.object}
        parts={parts}
        reset={props.reset}
        start={props.start ?? 1}
        exampleOf={props.exampleOf}
      />
    </>
  )
}
