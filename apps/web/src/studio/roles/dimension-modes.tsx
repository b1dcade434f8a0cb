import { AppLink, useTexts } from '@fieldwork/ui'
import { Select } from 'antd'

import type { DimensionDefinition } from '../model/dimensions.ts'
import { DIMENSION_MODES } from '../model/roles.ts'
import type { DimensionMode } from '../model/roles.ts'
import { FormField } from '../parts/form-field.tsx'
import { studioPaths } from '../paths.ts'

type Modes = Record<string, DimensionMode>

/** Which values of each dimension count; one that is not said is as `inherited`, or all. */
export function DimensionModes(props: {
  dimensions: DimensionDefinition[]
  value: Modes | undefined
  inherited: Modes | undefined
  onChange: (value: Modes | undefined) => void
}) {
  const { t, locale } = useTexts('studio')
  const { dimensions, value = {}, inherited = {} } = props
  if (dimensions.length === 0) {
    return (
      <p className="st-muted">
        {t('role.noDimensions')} <AppLink to={studioPaths.dimensions}>{t('dimensions.title')}</AppLink>
      </p>
    )
  }
  const change = (name: string, mode: DimensionMode | undefined): void => {
    const { [name]: _before, ...rest } = value
    const next = mode === undefined ? rest : { ...rest, [name]: mode }
    props.onChange(Object.keys(next).length > 0 ? next : undefined)
  }
  return (
    <div className="st-pair">
      {dimensions.map(({ name, label }) => (
        <FormField key={name} label={label?.[locale] ?? name}>
          {(id) => (
            <Select
              id={id}
              className="st-wide"
              allowClear
              value={value[name] ?? null}
              placeholder={t('role.asElse', { mode: t(`role.modes.${inherited[name] ?? 'all'}`) })}
              options={DIMENSION_MODES.map((mode) => ({ value: mode, label: t(`role.modes.${mode}`) }))}
              onChange={(mode: DimensionMode | null | undefined) => change(name, mode ?? undefined)}
            />
          )}
        </FormField>
      ))}
    </div>
  )
}
