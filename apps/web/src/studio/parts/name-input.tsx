import { useTexts } from '@fieldwork/ui'
import { Input } from 'antd'

import { checkName } from '../model/api-name.ts'
import { FormField } from './form-field.tsx'

/** An API name, checked while it is typed; it cannot be changed once it is published. */
export function NameInput(props: {
  value: string
  onChange: (value: string) => void
  taken: Iterable<string>
  prefix?: string
  isFixed?: boolean
  help?: string
}) {
  const { t } = useTexts('studio')
  const { value, prefix = '', isFixed = false } = props
  const problem = isFixed || value === '' ? null : checkName(value, props.taken, prefix)
  return (
    <FormField
      label={t('name.label')}
      isRequired={!isFixed}
      help={isFixed ? t('name.fixed') : (props.help ?? t('name.help'))}
      error={problem === null ? null : t(`name.${problem}`, { name: value, prefix })}
    >
      {(id) => (
        <Input
          id={id}
          className="st-code"
          value={value}
          disabled={isFixed}
          spellCheck={false}
          maxLength={48}
          status={problem === null ? '' : 'error'}
          onChange={(event) => props.onChange(event.target.value.trim().toLowerCase())}
        />
      )}
    </FormField>
  )
}
