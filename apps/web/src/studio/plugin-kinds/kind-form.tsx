import type { LocalizedText } from '@fieldwork/expressions'
import { useTexts } from '@fieldwork/ui'
import { Input } from 'antd'
import { useState } from 'react'

import { pointerOf, useProblemAt } from '../conversions/pointed.tsx'
import type { Json } from '../model/definitions.ts'
import { isObject } from '../model/json.ts'
import { NO_TEXT } from '../model/localized.ts'
import { FormField } from '../parts/form-field.tsx'
import { LabelInputs } from '../parts/label-inputs.tsx'
import { ObjectSelect } from '../parts/object-select.tsx'
import { SettingInput } from '../plugins/setting-input.tsx'
import { isFreeSchema, isLocalizedSchema, schemaParts } from './kind-schema.ts'
import type { SchemaPart } from './kind-schema.ts'
import type { KindDocument, PluginKind } from './queries.ts'

interface KindFormProps {
  kind: PluginKind
  document: KindDocument
  edit: (next: KindDocument, options?: { isTyping?: boolean }) => void
}

/** Everything that a document says, drawn from the JSON Schema of its kind. */
export function KindForm({ kind, document, edit }: KindFormProps) {
  const { t, locale } = useTexts('studio')
  const change = (name: string, value: unknown): void => {
    const { [name]: _former, ...rest } = document
    edit(value === undefined ? ({ ...rest } as KindDocument) : { ...document, [name]: value }, { isTyping: true })
  }
  return (
    <section className="st-ap-form" aria-label={kind.label[locale]}>
      <LabelInputs
        label={t('pluginKinds.label')}
        value={document.label ?? NO_TEXT}
        onChange={(label) => change('label', label)}
      />
      {schemaParts(kind.schema, locale).map((part) => (
        <div key={part.name} data-pointer={pointerOf(part.name)} className="st-pointed">
          <PartInput part={part} value={document[part.name]} onChange={(value) => change(part.name, value)} />
        </div>
      ))}
    </section>
  )
}

interface PartInputProps {
  part: SchemaPart
  value: unknown
  onChange: (value: unknown) => void
}

function PartInput({ part, value, onChange }: PartInputProps) {
  const { name, schema, isRequired, label, help } = part
  const error = useProblemAt(pointerOf(name)) ?? undefined
  if (schema['x-reference'] === 'object')
    return (
      <FormField label={label} help={help} error={error} isRequired={isRequired}>
        {(id) => <ObjectSelect id={id} value={typeof value === 'string' ? value : undefined} onChange={onChange} />}
      </FormField>
    )
  if (isLocalizedSchema(schema))
    return (
      <LabelInputs
        label={label}
        isRequired={isRequired}
        error={error}
        value={isObject(value) ? (value as unknown as LocalizedText) : NO_TEXT}
        onChange={onChange}
      />
    )
  if (isFreeSchema(schema)) return <JsonPart part={part} value={value} error={error} onChange={onChange} />
  return (
    <SettingInput
      name={name}
      schema={schema}
      value={value}
      error={error}
      isRequired={isRequired}
      isKept={false}
      onChange={onChange}
    />
  )
}

/** Written as JSON; what is none does not reach the draft. */
function JsonPart({ part, value, error, onChange }: PartInputProps & { error: string | undefined }) {
  const { t } = useTexts('studio')
  const [typed, setTyped] = useState<string | null>(null)
  const shown = typed ?? (value === undefined ? '' : JSON.stringify(value, null, 2))
  const isWrong = typed !== null && readJson(typed) === null
  const take = (text: string): void => {
    setTyped(text)
    const read = readJson(text)
    if (read) onChange(read.value)
  }
  return (
    <FormField
      label={part.label}
      help={part.help || t('pluginKinds.json')}
      error={isWrong ? t('pluginKinds.noJson') : error}
      isRequired={part.isRequired}
    >
      {(id) => (
        <Input.TextArea
          id={id}
          className="st-code"
          autoSize={{ minRows: 3, maxRows: 16 }}
          spellCheck={false}
          value={shown}
          onChange={({ target }) => take(target.value)}
          onBlur={() => (isWrong ? undefined : setTyped(null))}
        />
      )}
    </FormField>
  )
}

/** null: it is no JSON; an empty text is no value */
function readJson(text: string): { value: Json | undefined } | null {
  if (text.trim() === '') return { value: undefined }
  try {
    return { value: JSON.parse(text) as Json }
  } catch {
    return null
  }
}
