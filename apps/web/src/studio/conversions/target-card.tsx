import { DeleteOutlined } from '@ant-design/icons'
import { FieldIcon, useTexts } from '@fieldwork/ui'
import { Button, Tag } from 'antd'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import type { StudioObject } from '../catalog/studio-objects.ts'
import { changed } from '../model/conversions.ts'
import type { ConversionTarget } from '../model/conversions.ts'
import { FieldSelect } from '../parts/field-select.tsx'
import { RowHandle } from '../parts/row-handle.tsx'
import type { RowDrag } from '../parts/row-handle.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import { LineMaps } from './line-maps.tsx'
import { LinkSelects } from './link-selects.tsx'
import { PointedLabels } from './pointed-labels.tsx'
import { PointedExpression, PointedField, PointedProblem, pointerOf } from './pointed.tsx'
import { enterable, useTargetName } from './use-conversions.ts'
import { ValueMap } from './value-map.tsx'

interface TargetCardProps {
  /** its key */
  name: string
  target: ConversionTarget
  /** name of the source object */
  source: string
  /** the targets that are made before it */
  before: [string, ConversionTarget][]
  drag: RowDrag
  onChange: (target: ConversionTarget, options?: { isTyping?: boolean }) => void
  onRemove: () => void
}

/** One record that is made: when, from what, and how it is linked to the others. */
export function TargetCard(props: TargetCardProps) {
  const { t } = useTexts('studio')
  const { name, target, drag } = props
  const pointer = pointerOf('targets', name)
  const objects = useStudioObjects()
  const object = objects.find((each) => each.name === target.object)
  const label = useTargetName()(target)
  return (
    <section className="st-target" aria-label={label} data-row={name} data-pointer={pointer} {...drag.rowProps(name)}>
      <header className="st-target-head">
        <RowHandle label={t('fields.move', { label })} handle={drag.handleProps(name)} />
        <FieldIcon name={object?.icon} />
        <h4 className="st-grow">
          {label} <code className="st-code">{name}</code>
          {target.optional ? <Tag variant="filled">{t('conversions.optionalTag')}</Tag> : null}
        </h4>
        <Button
          type="text"
          icon={<DeleteOutlined />}
          aria-label={t('conversions.removeTarget', { label })}
          onClick={props.onRemove}
        />
      </header>
      <PointedProblem pointer={pointer} />
      <PointedProblem pointer={`${pointer}/object`} />
      {object ? <TargetFields {...props} pointer={pointer} object={object} /> : null}
      <TargetConditions {...props} pointer={pointer} />
    </section>
  )
}

type PartProps = TargetCardProps & { pointer: string }

function TargetFields(props: PartProps & { object: StudioObject }) {
  const { t } = useTexts('studio')
  const { pointer, object, target, source, before, onChange } = props
  const from = useStudioObjects().find(({ name }) => name === source)
  const nameOf = useTargetName()
  const made = new Map(before)
  const { values = {}, links = {} } = target
  const free = enterable(object.fields).filter(({ name }) => !Object.hasOwn(links, name) && name !== target.source)
  const backLinks = enterable(object.fields).filter(({ name, reference }) => reference === source && !(name in links))
  return (
    <>
      <ValueMap
        pointer={`${pointer}/values`}
        title={t('conversions.values')}
        note={t('conversions.valuesNote')}
        from={from}
        to={object}
        fields={free}
        values={values}
        canMatch
        onChange={(next, options) => onChange({ ...target, values: next }, options)}
      />
      <LinkSelects
        pointer={`${pointer}/links`}
        title={t('conversions.links')}
        object={object}
        targets={before}
        nameOf={(key) => (made.has(key) ? nameOf(made.get(key) as ConversionTarget) : key)}
        links={links}
        onChange={(next) => onChange(changed(target, { links: Object.keys(next).length > 0 ? next : undefined }))}
      />
      {backLinks.length > 0 || target.source !== undefined ? (
        <PointedField
          pointer={`${pointer}/source`}
          label={t('conversions.backLink')}
          help={t('conversions.backLinkHelp')}
        >
          {(id) => (
            <FieldSelect
              id={id}
              fields={backLinks}
              value={target.source}
              onChange={(next) => onChange(changed(target, { source: next }))}
            />
          )}
        </PointedField>
      ) : null}
      {from ? (
        <LineMaps
          pointer={`${pointer}/lines`}
          from={from}
          to={object}
          lines={target.lines ?? {}}
          onChange={(lines, options) =>
            onChange(changed(target, { lines: Object.keys(lines).length > 0 ? lines : undefined }), options)
          }
        />
      ) : null}
    </>
  )
}

function TargetConditions({ pointer, target, source, onChange }: PartProps) {
  const { t } = useTexts('studio')
  const typed = { isTyping: true }
  return (
    <>
      <SwitchLine
        label={t('conversions.optional')}
        help={t('conversions.optionalHelp')}
        value={target.optional === true}
        onChange={(optional) => onChange(changed(target, { optional }))}
      />
      <PointedExpression
        pointer={`${pointer}/when`}
        object={source}
        label={t(target.optional ? 'conversions.suggestWhen' : 'conversions.targetWhen')}
        help={t(target.optional ? 'conversions.suggestWhenHelp' : 'conversions.targetWhenHelp')}
        expects={{ kind: 'boolean' }}
        value={target.when ?? ''}
        onChange={(when) => onChange(changed(target, { when }), typed)}
      />
      <SwitchLine
        label={t('conversions.existing')}
        help={t('conversions.existingHelp')}
        value={target.existing !== undefined}
        onChange={(isOn) => onChange(changed(target, { existing: isOn ? {} : undefined }))}
      />
      {target.existing ? (
        <PointedExpression
          pointer={`${pointer}/existing/suggest`}
          object={source}
          label={t('conversions.suggest')}
          help={t('conversions.suggestHelp')}
          expects={{ kind: 'record', object: target.object }}
          value={target.existing.suggest ?? ''}
          onChange={(suggest) => onChange({ ...target, existing: suggest.trim() === '' ? {} : { suggest } }, typed)}
        />
      ) : null}
      <PointedExpression
        pointer={`${pointer}/cancelled`}
        object={target.object}
        label={t('conversions.cancelled')}
        help={t('conversions.cancelledHelp')}
        expects={{ kind: 'boolean' }}
        value={target.cancelled ?? ''}
        onChange={(cancelled) => onChange(changed(target, { cancelled }), typed)}
      />
      <PointedLabels
        pointer={`${pointer}/label`}
        label={t('conversions.targetLabel')}
        value={target.label}
        onChange={(label) => onChange(changed(target, { label }), typed)}
      />
    </>
  )
}
