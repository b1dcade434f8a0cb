import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, Select } from 'antd'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import type { StudioObject } from '../catalog/studio-objects.ts'
import { changed, freeKey } from '../model/conversions.ts'
import type { ConversionLines } from '../model/conversions.ts'
import { FieldSelect } from '../parts/field-select.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import { PointedExpression, PointedField, PointedProblem, pointerOf } from './pointed.tsx'
import { enterable } from './use-conversions.ts'
import { ValueMap } from './value-map.tsx'

type Options = { isTyping?: boolean }
type Lines = Record<string, ConversionLines>

/** Lines of the new record, made of records that belong to the source; nothing where the two have none. */
export function LineMaps(props: {
  pointer: string
  from: StudioObject
  to: StudioObject
  lines: Lines
  onChange: (lines: Lines, options?: Options) => void
}) {
  const { t } = useTexts('studio')
  const { pointer, from, to, lines, onChange } = props
  const [source] = from.collections.filter(({ isLines }) => isLines).concat(from.collections)
  const target = to.collections.find(({ isLines }) => isLines)
  const canAdd = source !== undefined && target !== undefined
  if (!canAdd && Object.keys(lines).length === 0) return null
  const add = (): void => {
    if (!canAdd) return
    const key = freeKey(target.name, Object.keys(lines))
    onChange({ ...lines, [key]: { from: source.name, to: target.name, values: {} } })
  }
  return (
    <div className="st-field" role="group" aria-label={t('conversions.lines')}>
      <h5 className="st-part-title">{t('conversions.lines')}</h5>
      {Object.entries(lines).map(([key, map]) => {
        const { [key]: _removed, ...rest } = lines
        return (
          <LineMap
            key={key}
            {...{ from, to, map }}
            pointer={pointer + pointerOf(key)}
            onChange={(next, options) => onChange({ ...lines, [key]: next }, options)}
            onRemove={() => onChange(rest)}
          />
        )
      })}
      {canAdd ? (
        <Button className="st-self-start" icon={<PlusOutlined />} onClick={add}>
          {t('conversions.addLines')}
        </Button>
      ) : null}
    </div>
  )
}

interface LineMapProps {
  pointer: string
  from: StudioObject
  to: StudioObject
  map: ConversionLines
  onChange: (map: ConversionLines, options?: Options) => void
  onRemove: () => void
}

function LineMap(props: LineMapProps) {
  const { t } = useTexts('studio')
  const { pointer, from, to, map, onChange } = props
  const objects = useStudioObjects()
  const childOf = (owner: StudioObject, collection: string): StudioObject | undefined => {
    const found = owner.collections.find(({ name }) => name === collection)
    return objects.find(({ name }) => name === found?.object)
  }
  const child = childOf(from, map.from)
  const line = childOf(to, map.to)
  const master = to.collections.find(({ name }) => name === map.to)?.field
  const given = new Set([master, map.source, map.quantity?.to])
  return (
    <div className="st-line-map" data-pointer={pointer}>
      <PointedProblem pointer={pointer} />
      <div className="st-pair">
        <CollectionSelect
          pointer={`${pointer}/from`}
          label={t('conversions.linesFrom')}
          owner={from}
          value={map.from}
          onChange={(next) => onChange({ ...map, from: next })}
        />
        <CollectionSelect
          pointer={`${pointer}/to`}
          label={t('conversions.linesTo')}
          owner={to}
          isLines
          value={map.to}
          onChange={(next) => onChange({ ...map, to: next })}
        />
      </div>
      {child && line ? (
        <>
          <ValueMap
            pointer={`${pointer}/values`}
            title={t('conversions.lineValues')}
            from={child}
            to={line}
            fields={enterable(line.fields).filter(({ name }) => !given.has(name))}
            values={map.values}
            canMatch
            onChange={(values, options) => onChange({ ...map, values }, options)}
          />
          <LineOptions {...props} child={child} line={line} />
        </>
      ) : null}
      <Button type="text" danger icon={<DeleteOutlined />} onClick={props.onRemove}>
        {t('conversions.removeLines')}
      </Button>
    </div>
  )
}

function LineOptions(props: LineMapProps & { child: StudioObject; line: StudioObject }) {
  const { t } = useTexts('studio')
  const { pointer, map, child, line, onChange } = props
  const backLinks = enterable(line.fields).filter(({ reference }) => reference === child.name)
  const [from = '', to = ''] = [child, line].map((each) => each.fields.find(isNumber)?.name)
  return (
    <>
      <PointedExpression
        pointer={`${pointer}/when`}
        object={child.name}
        label={t('conversions.linesWhen')}
        expects={{ kind: 'boolean' }}
        value={map.when ?? ''}
        onChange={(when) => onChange(changed(map, { when }), { isTyping: true })}
      />
      {backLinks.length > 0 || map.source !== undefined ? (
        <PointedField pointer={`${pointer}/source`} label={t('conversions.lineBackLink')}>
          {(id) => (
            <FieldSelect
              id={id}
              fields={backLinks}
              value={map.source}
              onChange={(source) => onChange(changed(map, { source }))}
            />
          )}
        </PointedField>
      ) : null}
      <SwitchLine
        label={t('conversions.quantity')}
        help={t('conversions.quantityHelp')}
        value={map.quantity !== undefined}
        onChange={(isOn) => onChange(changed(map, { quantity: isOn ? { from, converted: '', to } : undefined }))}
      />
      {map.quantity ? <Quantity {...props} quantity={map.quantity} /> : null}
    </>
  )
}

const NUMBERS: ReadonlySet<string> = new Set(['integer', 'decimal'])

const isNumber = ({ expression, type, system }: StudioObject['fields'][number]): boolean =>
  !system && (type === 'roll-up' || NUMBERS.has(expression?.kind ?? ''))

function Quantity(
  props: LineMapProps & {
    child: StudioObject
    line: StudioObject
    quantity: NonNullable<ConversionLines['quantity']>
  },
) {
  const { t } = useTexts('studio')
  const { pointer, map, child, line, quantity, onChange } = props
  const parts = [
    { part: 'from', object: child },
    { part: 'converted', object: child },
    { part: 'to', object: line },
  ] as const
  return (
    <div className="st-link-selects">
      {parts.map(({ part, object }) => (
        <PointedField
          key={part}
          pointer={`${pointer}/quantity/${part}`}
          label={t(`conversions.quantities.${part}`)}
          isRequired
        >
          {(id) => (
            <FieldSelect
              id={id}
              fields={object.fields.filter(isNumber)}
              value={quantity[part] || undefined}
              onChange={(name = '') => onChange({ ...map, quantity: { ...quantity, [part]: name } })}
            />
          )}
        </PointedField>
      ))}
    </div>
  )
}

function CollectionSelect(props: {
  pointer: string
  label: string
  owner: StudioObject
  isLines?: boolean
  value: string
  onChange: (collection: string) => void
}) {
  const { locale } = useTexts('studio')
  const objects = useStudioObjects()
  const offered = props.owner.collections.filter(({ isLines }) => isLines || props.isLines !== true)
  const options = offered.map(({ name, object }) => ({
    value: name,
    label: `${objects.find((each) => each.name === object)?.label[locale] ?? object} · ${name}`,
  }))
  return (
    <PointedField pointer={props.pointer} label={props.label}>
      {(id) => <Select id={id} className="st-wide" value={props.value} options={options} onChange={props.onChange} />}
    </PointedField>
  )
}
