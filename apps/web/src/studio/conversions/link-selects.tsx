import { useTexts } from '@fieldwork/ui'
import { Select } from 'antd'

import type { StudioObject } from '../catalog/studio-objects.ts'
import type { ConversionTarget } from '../model/conversions.ts'
import { PointedField, pointerOf } from './pointed.tsx'

/** The lookups of a record that can point to records the conversion makes: which one each points to. */
export function LinkSelects(props: {
  pointer: string
  title: string
  object: StudioObject
  /** the targets that can be linked to, with what they are called */
  targets: [string, ConversionTarget][]
  nameOf: (key: string) => string
  links: Record<string, string>
  onChange: (links: Record<string, string>) => void
}) {
  const { t, locale } = useTexts('studio')
  const { pointer, object, targets, links, onChange, nameOf } = props
  const made = new Set(targets.map(([, target]) => target.object))
  const fields = object.fields.filter(
    ({ name, system, reference }) =>
      Object.hasOwn(links, name) || (!system && reference !== null && made.has(reference)),
  )
  const lost = Object.keys(links).filter((name) => !fields.some((field) => field.name === name))
  const rows = [
    ...fields.map(({ name, label, reference }) => ({ name, label: label[locale], reference })),
    ...lost.map((name) => ({ name, label: name, reference: null })),
  ]
  if (rows.length === 0) return null
  return (
    <div role="group" aria-label={props.title}>
      <h5 className="st-part-title">{props.title}</h5>
      <div className="st-link-selects">
        {rows.map(({ name, label, reference }) => {
          const { [name]: _unlinked, ...rest } = links
          const fitting = targets.filter(([, target]) => target.object === reference)
          return (
            <PointedField key={name} pointer={pointer + pointerOf(name)} label={label}>
              {(id) => (
                <Select
                  id={id}
                  className="st-wide"
                  allowClear
                  placeholder={t('conversions.unlinked')}
                  value={links[name]}
                  options={fitting.map(([key]) => ({
                    value: key,
                    label: t('conversions.madeOne', { label: nameOf(key) }),
                  }))}
                  onChange={(key: string | undefined) => onChange(key === undefined ? rest : { ...links, [name]: key })}
                />
              )}
            </PointedField>
          )
        })}
      </div>
    </div>
  )
}
