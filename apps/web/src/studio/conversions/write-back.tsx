import type { LocalizedText } from '@fieldwork/expressions'
import { useTexts } from '@fieldwork/ui'
import { Select } from 'antd'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { useObjectDocument } from '../draft/use-document.ts'
import { changed, targetsOf } from '../model/conversions.ts'
import type { ConversionWriteBack } from '../model/conversions.ts'
import { optionsOf } from '../model/object-edits.ts'
import { FormGroup } from '../parts/form-field.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import type { ConversionEditing } from './conversion-editing.ts'
import { LinkSelects } from './link-selects.tsx'
import { PointedField, PointedProblem } from './pointed.tsx'
import { useTargetName } from './use-conversions.ts'
import { ValueMap } from './value-map.tsx'

const COMPUTED: ReadonlySet<string> = new Set(['formula', 'auto-number', 'roll-up'])

type WriteBackChange = { [Key in keyof ConversionWriteBack]?: ConversionWriteBack[Key] | undefined }

/** What the source learns of its conversion. */
export function WriteBack({ conversion, edit }: ConversionEditing) {
  const { t } = useTexts('studio')
  const source = useStudioObjects().find(({ name }) => name === conversion.source)
  const { definition } = useObjectDocument(conversion.source)
  const nameOf = useTargetName()
  if (!source) return null
  const back = conversion.writeBack ?? {}
  const { set = {}, links = {} } = back
  const states = definition ? optionsOf(definition).states : undefined
  const transitions = Object.entries(states?.transitions ?? {})
  const put = (change: WriteBackChange, options?: { isTyping?: boolean }): void => {
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
      <TransitionSelect
        pointer="/writeBack/transition"
        label={t('conversions.transition')}
        help={t('conversions.transitionHelp')}
        transitions={transitions}
        value={back.transition}
        onChange={(transition) => put({ transition })}
      />
      <SwitchLine
        label={t('conversions.undo')}
        help={t('conversions.undoHelp')}
        value={back.undo !== undefined}
        onChange={(isOn) => put({ undo: isOn ? {} : undefined })}
      />
      {back.undo ? (
        <TransitionSelect
          pointer="/writeBack/undo/transition"
          label={t('conversions.undoTransition')}
          help={t('conversions.undoTransitionHelp')}
          transitions={transitions}
          value={back.undo.transition}
          onChange={(transition) => put({ undo: transition === undefined ? {} : { transition } })}
        />
      ) : null}
    </FormGroup>
  )
}

/** A transition of the source; nothing for a source without states. */
function TransitionSelect(props: {
  pointer: string
  label: string
  help: string
  transitions: [string, { label?: LocalizedText }][]
  value: string | undefined
  onChange: (transition: string | undefined) => void
}) {
  const { t, locale } = useTexts('studio')
  const { pointer, label, help, transitions, value, onChange } = props
  if (transitions.length === 0 && value === undefined) return null
  return (
    <PointedField pointer={pointer} label={label} help={help}>
      {(id) => (
        <Select
          id={id}
          className="st-wide"
          allowClear
          placeholder={t('conversions.noTransition')}
          value={value}
          options={transitions.map(([name, transition]) => ({
            value: name,
            label: transition.label?.[locale] ?? name,
          }))}
          onChange={onChange}
        />
      )}
    </PointedField>
  )
}

/** Without maps that say nothing; an undo says something even when it is empty. */
function withoutNothing({ undo, transition, ...maps }: WriteBackChange): ConversionWriteBack {
  const said = Object.entries(maps).filter(([, map]) => map !== undefined && Object.keys(map).length > 0)
  return changed<ConversionWriteBack>(Object.fromEntries(said), { transition, undo })
}
