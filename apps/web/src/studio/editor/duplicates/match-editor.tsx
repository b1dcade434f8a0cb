import { DeleteOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, Select } from 'antd'

import { useFieldTypes } from '../../catalog/field-types.ts'
import type { MatchKind, MatchPart } from '../../model/definitions.ts'
import { comparableFields, matchKinds } from '../../model/duplicates.ts'
import { FieldSelect } from '../../parts/field-select.tsx'
import type { ObjectEditing } from '../object-editing.ts'
import { useRuleWords } from './use-rule-words.ts'

/** As many as a rule may compare. */
const MAX_PARTS = 8

/** The fields that a rule compares and what counts as the same in each, with an example. */
export function MatchEditor(props: {
  editing: ObjectEditing
  parts: MatchPart[]
  onChange: (parts: MatchPart[]) => void
}) {
  const { t } = useTexts('studio')
  const { editing, parts, onChange } = props
  const types = useFieldTypes()
  const typeOf = (name: string) => types.get(editing.object.fields.find((field) => field.name === name)?.type ?? '')
  const free = comparableFields(editing.object.fields, types).filter(
    ({ name }) => !parts.some(({ field }) => field === name),
  )
  return (
    <>
      {parts.map((part, index) => (
        <PartRow
          key={part.field}
          editing={editing}
          part={part}
          kinds={matchKinds(typeOf(part.field))}
          onChange={(next) => onChange(parts.map((each, position) => (position === index ? next : each)))}
          onRemove={() => onChange(parts.filter((_, position) => position !== index))}
        />
      ))}
      {parts.length < MAX_PARTS ? (
        <FieldSelect
          label={t('duplicates.addField')}
          fields={free}
          value={undefined}
          placeholder={t('duplicates.addField')}
          onChange={(field) =>
            field === undefined
              ? undefined
              : onChange([...parts, { field, normalise: matchKinds(typeOf(field))[0] ?? 'exact' }])
          }
        />
      ) : null}
    </>
  )
}

function PartRow(props: {
  editing: ObjectEditing
  part: MatchPart
  kinds: MatchKind[]
  onChange: (part: MatchPart) => void
  onRemove: () => void
}) {
  const { t } = useTexts('studio')
  const { part, kinds } = props
  const words = useRuleWords(props.editing)
  const kind = words.kindOf(part)
  const label = words.labelOf(part.field)
  const known = kinds.includes(kind) ? kinds : [kind, ...kinds]
  return (
    <div className="st-match-part">
      <strong className="st-ellipsis">{label}</strong>
      <Select<MatchKind>
        aria-label={t('duplicates.kindOf', { field: label })}
        value={kind}
        popupMatchSelectWidth={false}
        options={known.map((value) => ({ value, label: t(`duplicates.kinds.${value}`) }))}
        onChange={(normalise) => props.onChange({ ...part, normalise })}
      />
      <Button
        type="text"
        icon={<DeleteOutlined />}
        aria-label={t('duplicates.removeField', { field: label })}
        onClick={props.onRemove}
      />
      <p className="st-help">{t(`duplicates.kindHelp.${kind}`)}</p>
    </div>
  )
}
