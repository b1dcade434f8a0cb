import { numbers, useTexts } from '@fieldwork/ui'
import type { NumberReset } from '@fieldwork/ui'
import { Checkbox, InputNumber, Radio } from 'antd'

import type { StudioObject } from '../../../catalog/studio-objects.ts'
import { FormField } from '../../../parts/form-field.tsx'
import { SwitchLine } from '../../../parts/switch-line.tsx'
import { usePaths } from '../../views/path-select.tsx'
import type { FieldForm } from '../../fields/use-field-form.ts'
import { ResetSelect } from './reset-select.tsx'

const MAX_START = 999_999_999_999

/** When counting starts again and where, what has a count of its own, and whether numbers may be left out. */
export function NumberCounting(props: {
  object: StudioObject
  form: FieldForm
  problems: { scope: string[]; start: string[] }
}) {
  const { t } = useTexts('studio')
  const { form, problems } = props
  const options = form.property['x-field']
  const gaps = options['gaps'] === 'allowed' ? 'allowed' : 'none'
  return (
    <>
      <div className="st-pair">
        <ResetSelect
          value={(options['reset'] as NumberReset | undefined) ?? 'never'}
          onChange={(reset) => form.setOptions({ reset })}
        />
        <FormField label={t('number.start')} help={t('number.startHelp')} error={problems.start[0] ?? null}>
          {(id) => (
            <InputNumber
              id={id}
              className="st-wide"
              min={0}
              max={MAX_START}
              precision={0}
              value={Number(options['start'] ?? 1)}
              onChange={(start) => form.setOptions({ start: start === null || start === 1 ? undefined : start })}
            />
          )}
        </FormField>
      </div>
      <Scope {...props} />
      <FormField label={t('number.gaps')} help={t(`number.gapsHelp.${gaps}`)}>
        {(id) => (
          <Radio.Group
            id={id}
            value={gaps}
            options={(['none', 'allowed'] as const).map((value) => ({ value, label: t(`number.gapsKinds.${value}`) }))}
            onChange={({ target }) => form.setOptions({ gaps: target.value === 'allowed' ? 'allowed' : undefined })}
          />
        )}
      </FormField>
      <SwitchLine
        label={t('number.editable')}
        help={t('number.editableHelp')}
        value={options['editable'] === true}
        onChange={(editable) => form.setOptions({ editable: editable || undefined })}
      />
    </>
  )
}

/** Only what the number shows can have counts of its own, else numbers would repeat. */
function Scope({ object, form, problems }: Parameters<typeof NumberCounting>[0]) {
  const { t, locale } = useTexts('studio')
  const paths = usePaths(object)
  const scope = (form.property['x-field']['scope'] as string[] | undefined) ?? []
  const shown = numbers.numberFields(String(form.property['x-field']['format'] ?? ''))
  const choices = [...new Set([...shown, ...scope])]
  const wordsOf = (path: string): string =>
    paths
      .get(path)
      ?.labels.map((label) => label[locale])
      .join(' › ') ?? path
  return (
    <FormField
      label={t('number.scope')}
      help={t(choices.length > 0 ? 'number.scopeHelp' : 'number.scopeNone')}
      error={problems.scope[0] ?? null}
    >
      {() => (
        <Checkbox.Group
          aria-label={t('number.scope')}
          value={scope}
          options={choices.map((value) => ({ value, label: wordsOf(value) }))}
          onChange={(chosen: string[]) => form.setOptions({ scope: chosen.length > 0 ? chosen : undefined })}
        />
      )}
    </FormField>
  )
}
