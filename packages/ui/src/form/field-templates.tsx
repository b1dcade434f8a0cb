import type { ErrorListProps, FieldProps, FieldTemplateProps, ObjectFieldTemplateProps } from '@rjsf/utils'
import { relatedOf, widgetOf } from '@fieldwork/fields/ui'
import type { ReferenceValue } from '@fieldwork/fields/ui'
import { memo, useMemo } from 'react'
import type { ReactNode } from 'react'

import type { ObjectSchema } from '../api/types.ts'
import { LinesField } from '../lines/lines-field.tsx'
import { useTexts } from '../texts/i18n.ts'
import { MaskedValue } from '../values/masked-value.tsx'
import { localize } from '../texts/localized.ts'
import { dependsOn, narrowed } from './dependent-options.ts'
import { DuplicateNote } from './duplicate-note.tsx'
import { FieldFrame } from './field-frame.tsx'
import { useFormFrame, useFormHint, useFormState } from './form-store.tsx'
import type { PlacedBlock } from './layout-grid.ts'
import { LayoutView } from './layout-view.tsx'

/** The form itself: the layout's blocks on their grid, each with the field that rjsf made for it. */
export function LayoutTemplate(props: ObjectFieldTemplateProps) {
  const { layout, schema } = useFormFrame()
  const states = useFormState((state) => state.blocks)
  const contents = new Map(props.properties.map((property) => [property.name, property.content]))
  const failing = new Set(Object.keys(props.errorSchema ?? {}))

  const isVisible = (block: PlacedBlock): boolean => {
    if (['related-list', 'files', 'summary'].includes(block.type)) return false
    if (block.type === 'lines') return hasLines(schema, block) && states[block.key]?.visible !== false
    if (block.type !== 'field') return states[block.key]?.visible !== false
    const info = schema.fields[block.field ?? '']
    if (!info || !info.readable) return false
    return states[block.key]?.visible !== false || failing.has(block.field ?? '')
  }

  return (
    <LayoutView
      layout={layout}
      isVisible={isVisible}
      renderBlock={(block) => <FormBlock block={block} contents={contents} />}
    />
  )
}

const hasLines = ({ collections }: ObjectSchema, { collection = '' }: PlacedBlock): boolean =>
  collections?.[collection] !== undefined

function FormBlock({ block, contents }: { block: PlacedBlock; contents: Map<string, ReactNode> }) {
  const { locale } = useTexts()
  if (block.type === 'text') return <p className="fw-layout-text">{localize(block.text ?? block.label, locale)}</p>
  if (block.type === 'lines') return <LinesField block={block} />
  const name = block.field ?? ''
  return <>{contents.get(name) ?? <ComputedField name={name} />}</>
}

/** A field the caller cannot write: a formula shows its live value, others what the record has. */
function ComputedField({ name }: { name: string }) {
  const { shapes, schema, references, idPrefix, masked } = useFormFrame()
  const value = useFormState(
    (state, values) => (name in state.computed ? state.computed[name] : values[name]) as string,
  )
  const next = useFormHint((hints) => hints.numbers[name])
  const { t } = useTexts()
  const shape = shapes[name]
  if (!shape) return null
  const Widget = widgetOf({ ...shape, widget: 'computed' })
  const shown = shownValue(value ?? next, references[name] ?? [])
  const id = `${idPrefix}_${name}`
  const help = value === undefined && next ? t('form.nextNumber') : schema.fields[name]?.help
  return (
    <FieldFrame id={id} label={shape.label} help={help} required={false}>
      {name in masked ? (
        <MaskedValue preview={masked[name] ?? null} />
      ) : (
        <Widget id={id} field={shape} value={shown} onChange={ignore} disabled invalid={false} />
      )}
    </FieldFrame>
  )
}

const ignore = (): void => undefined

/** Label above, help under, errors beside the field. */
export function FieldTemplate(props: FieldTemplateProps) {
  const name = String(props.fieldPathId.path.at(-1) ?? '')
  const { schema, idPrefix } = useFormFrame()
  const isRequired = useFormState((state) => state.required.has(name))
  if (props.fieldPathId.path.length === 0) return <>{props.children}</>
  return (
    <FieldFrame
      id={`${idPrefix}_${name}`}
      label={props.label}
      help={schema.fields[name]?.help}
      required={props.required === true || isRequired}
      error={props.rawErrors?.[0]}
      note={props.rawErrors?.length ? null : <DuplicateNote name={name} />}
    >
      {props.children}
    </FieldFrame>
  )
}

/** The value with what the records in it are called. */
function shownValue(value: unknown, known: readonly ReferenceValue[]): unknown {
  if (known.length === 0) return value
  if (Array.isArray(value)) return value.map((id) => known.find((each) => each.id === id) ?? id)
  const related = relatedOf(value)
  return related ? { ...related, label: known[0]?.label ?? null } : known[0]
}

/** One field: the widget of its type. */
export const PlatformField = memo(function PlatformField(props: FieldProps) {
  const { name } = props
  const { shapes, schema, references, disabled, idPrefix, masked } = useFormFrame()
  const isReadOnly = useFormState((state) => state.readOnly.has(name))
  const isRequired = useFormState((state) => state.required.has(name))
  const depends = shapes[name] && dependsOn(shapes[name])
  const other = useFormState((_, values) => (depends ? (values[depends.field] as string | undefined) : undefined))
  const shape = useMemo(() => shapes[name] && narrowed(shapes[name], other), [shapes, name, other])
  if (!shape) return null
  if (name in masked) return <MaskedValue preview={masked[name] ?? null} />
  const id = `${idPrefix}_${name}`
  const isInvalid = (props.rawErrors?.length ?? 0) > 0
  const described = [isInvalid ? `${id}-error` : '', schema.fields[name]?.help ? `${id}-help` : ''].filter(Boolean)
  const Widget = widgetOf(shape)
  return (
    <Widget
      id={id}
      field={shape}
      value={props.formData as unknown}
      reference={references[name]?.[0] ?? null}
      references={references[name] ?? []}
      onChange={(value) => props.onChange(value, props.fieldPathId.path)}
      onBlur={() => props.onBlur(id, props.formData)}
      disabled={disabled || isReadOnly}
      invalid={isInvalid}
      required={props.required === true || isRequired}
      autoFocus={props.autofocus ?? false}
      {...(described.length > 0 ? { describedBy: described.join(' ') } : {})}
    />
  )
}, areSameField)

function areSameField(before: FieldProps, after: FieldProps): boolean {
  return (
    before.formData === after.formData &&
    before.name === after.name &&
    before.autofocus === after.autofocus &&
    before.onChange === after.onChange &&
    String(before.rawErrors ?? '') === String(after.rawErrors ?? '')
  )
}

/** All problems at the top; each jumps to its field. */
export function ErrorSummary({ errors }: ErrorListProps) {
  const { t } = useTexts()
  const { schema, idPrefix } = useFormFrame()
  const seen = new Set<string>()
  const lines = errors.flatMap((error) => {
    const name = fieldNameOf(error.property)
    if (name !== '' && seen.has(name)) return []
    seen.add(name)
    return [{ name, label: schema.fields[name]?.label, message: error.message ?? error.stack }]
  })
  const toCorrect = lines.filter(({ label }) => label !== undefined).length
  return (
    <div className="fw-summary" role="alert" tabIndex={-1} id={`${idPrefix}-problems`}>
      <strong>{toCorrect === 0 ? t('form.refused') : t('form.problems', { count: toCorrect })}</strong>
      <ul>
        {lines.map(({ name, label, message }) => (
          <li key={`${name} ${message}`}>
            {label ? (
              <button type="button" className="fw-link" onClick={() => focusField(`${idPrefix}_${name}`)}>
                {label}
              </button>
            ) : null}
            <span>{message}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Brings a field into view and puts the cursor in it. */
function focusField(id: string): void {
  const element = document.getElementById(id)
  document
    .querySelector(`[data-field-frame="${CSS.escape(id)}"]`)
    ?.scrollIntoView({ block: 'center', behavior: 'smooth' })
  element?.focus({ preventScroll: true })
}

function fieldNameOf(property: string | undefined): string {
  return (property ?? '').replace(/^\.|^\['?|'?\]$/g, '').split('.')[0] ?? ''
}
