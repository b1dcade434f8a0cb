import { useTexts } from '@fieldwork/ui'
import { Select } from 'antd'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { useObjectDocument } from '../draft/use-document.ts'
import { changed, targetsOf } from '../model/conversions.ts'
import type { ConversionWriteBack } from '../model/conversions.ts'
import { optionsOf } from '../model/object-edits.ts'
import { FormGroup } from '../parts/form-field.tsx'
import type { ConversionEditing } from './conversion-editing.ts'
import { LinkSelects } from './link-selects.tsx'
import { PointedField, PointedProblem } from './pointed.tsx'
import { useTargetName } from './use-conversions.ts'
import { ValueMap } from './value-map.tsx'

const COMPUTED: ReadonlySet<string> = new Set(['formula', 'auto-number', 'roll-up'])

/** What the source learns of its conversion. */
export function WriteBack({ conversion, edit }: ConversionEditing) {
  const { t, locale } = useTexts('studio')
  const source = useStudioObjects().find(({ name }) => name === conversion.source)
  const { definition } = useObjectDocument(conversion.source)
  const nameOf = useTargetName()
  if (!source) return null
  const back = conversion.writeBack ?? {}
  const { set = {}, links = {} } = back
  const states = definition ? optionsOf(definition).states : undefined
  const transitions = Object.entries(states?.transitions ?? {})
  const put = (change: Partial<ConversionWriteBack>, options?: { isTyping?: boolean }): void => {
    const next = withoutNothing({ ...back, ...change })
    edit(changed(conversion, { writeBack: Object.keys(next).length > 0 ? next : undefined }), options)
  }
  const writable = source.fields.filter(
    ({ name, system, type }) => !system && !COMPUTED.has(type) && name !== states?.field && !Object.hasOwn(links, name),
  )
  return (
    <FormGroup title={t('conversions.writeBack')} note={t('conversions.writeBackNote')}>
      <PointedProblem pointer="/writeBack" />
      <LinkSelects
        pointer="/writeBack/links"
        title={t('conversions.writeLinks')}
        object={source}
        targets={targetsOf(conversion)}
        nameOf={(key) => {
          const target = conversion.targets[key]
          return target ? nameOf(target) : key
        }}
        links={links}
        onChange={(next) => put({ links: next })}
      />
      <ValueMap
        pointer="/writeBack/set"
        title={t('conversions.writeValues')}
        from={source}
        to={source}
        fields={writable}
        values={set}
        onChange={(next, options) => put({ set: next }, options)}
      />
      {transitions.length > 0 || back.transition !== undefined ? (
        <PointedField
          pointer="/writeBack/transition"
          label={t('conversions.transition')}
          help={t('conversions.transitionHelp')}
        >
          {(id) => (
            <Select
              id={id}
              className="st-wide"
              allowClear
              placeholder={t('conversions.noTransition')}
              value={back.transition}
              options={transitions.map(([value, { label }]) => ({ value, label: label?.[locale] ?? value }))}
              onChange={(transition: string | undefined) => put({ transition } as Partial<ConversionWriteBack>)}
            />
          )}
        </PointedField>
      ) : null}
    </FormGroup>
  )
}

/** Without parts that say nothing. */
function withoutNothing(back: ConversionWriteBack): ConversionWriteBack {
  const { transition, ...maps } = back
  const said = Object.entries(maps).filter(([, map]) => map !== undefined && Object.keys(map).length > 0)
  return { ...Object.fromEntries(said), ...(transition === undefined ? {} : { transition }) }
}
