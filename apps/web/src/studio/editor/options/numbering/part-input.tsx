import { useTexts } from '@fieldwork/ui'
import type { NumberSegment } from '@fieldwork/ui'
import { Input, InputNumber, Select } from 'antd'

import type { StudioObject } from '../../../catalog/studio-objects.ts'
import { DATE_TOKENS } from '../../../model/number-format.ts'
import type { PathField } from '../../../model/views.ts'
import { PathSelect } from '../../views/path-select.tsx'
import { useNumberPaths } from './use-number-paths.ts'

const MAX_WIDTH = 15

interface InputProps {
  object: StudioObject | null
  part: NumberSegment
  label: string
  autoFocus: boolean
  onChange: (part: NumberSegment) => void
}

/** What one piece of a number shows. */
export function PartInput(props: InputProps) {
  const { t } = useTexts('studio')
  const { part, label, autoFocus, onChange } = props
  if (part.kind === 'text') {
    return (
      <Input
        className="st-wide"
        aria-label={label}
        autoFocus={autoFocus}
        value={part.text}
        onChange={({ target }) => onChange({ ...part, text: target.value.replace(/[{}]/g, '') })}
      />
    )
  }
  if (part.kind === 'date') {
    return (
      <Select
        className="st-wide"
        aria-label={label}
        autoFocus={autoFocus}
        value={part.token}
        options={DATE_TOKENS.map((value) => ({ value, label: t(`number.tokens.${value}`) }))}
        onChange={(token) => onChange({ ...part, token })}
      />
    )
  }
  if (part.kind === 'field') return <ValueInput {...props} part={part} />
  return (
    <InputNumber
      className="st-wide"
      aria-label={label}
      autoFocus={autoFocus}
      min={1}
      max={MAX_WIDTH}
      precision={0}
      value={part.width}
      suffix={t('number.digits', { example: '1'.padStart(part.width, '0') })}
      onChange={(width) => onChange({ ...part, width: width ?? part.width })}
    />
  )
}

function ValueInput({ object, part, label, onChange }: InputProps & { part: NumberSegment & { kind: 'field' } }) {
  const { t } = useTexts('studio')
  const paths: PathField[] = useNumberPaths(object, part.code === true)
  return (
    <PathSelect
      label={label}
      paths={paths}
      value={part.field === '' ? null : part.field}
      placeholder={t(part.code ? 'number.chooseCode' : 'number.chooseField')}
      onChange={(field) => onChange({ ...part, field })}
    />
  )
}
