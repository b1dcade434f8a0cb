import type { IChangeEvent } from '@rjsf/core'
import { withTheme } from '@rjsf/core'
import { useFieldServices } from '@fieldwork/fields/ui'
import type { FormValidation, UiSchema, ValidatorType } from '@rjsf/utils'
import { useEffect, useMemo, useState } from 'react'
import type { KeyboardEvent } from 'react'

import { ApiProblem, isApiProblem } from '../api/api-problem.ts'
import type { Layout, ObjectSchema, RecordData } from '../api/types.ts'
import { useTexts } from '../texts/i18n.ts'
import { withBlockLabels } from './block-labels.ts'
import { withoutOrphans } from './dependent-options.ts'
import { FormSkeleton } from './form-skeleton.tsx'
import { FormFrameContext, useFormHint } from './form-store.tsx'
import { formTheme } from './form-theme.ts'
import type { FormState } from './form-logic.ts'
import { changedValues, createdValues, writableFields } from './form-values.ts'
import type { FormValues } from './form-values.ts'
import { drawnSchema } from './load-validator.ts'
import { isSameValue } from './same-value.ts'
import { errorSchemaOf, NO_ERRORS, serverErrors, withoutField } from './server-errors.ts'
import { useFormSetup } from './use-form-setup.ts'
import type { FormSetup } from './use-form-setup.ts'
import { useLiveValues } from './use-live-values.ts'
import { useValidator } from './use-validator.ts'

const ThemedForm = withTheme(formTheme)

export interface RecordFormProps {
  schema: ObjectSchema
  /** the record to change; absent for a new one */
  record?: RecordData | undefined
  /** values put over the record's or the defaults; lookups as `{id, label}` or ids */
  initial?: Record<string, unknown> | undefined
  /** a layout in place of the schema's, e.g. one that is being designed */
  layout?: Layout | undefined
  /** shows the form without validator and without sending */
  preview?: boolean
  /** id of the form element, so that a button elsewhere submits it */
  formId?: string
  autoFocus?: boolean
  /** gets what changed (or, for a new record, what is filled in); a thrown ApiProblem is shown at its fields */
  onSubmit?: (values: FormValues) => Promise<void>
  onDirtyChange?: (isDirty: boolean) => void
  /** a refusal that the surroundings handle themselves; true keeps it from being shown */
  onRefused?: (problem: ApiProblem, values: FormValues) => boolean
}

/** A record's form drawn from its schema and layout; `Ctrl+Enter` submits. */
export function RecordForm(given: RecordFormProps) {
  const { locale } = useTexts()
  const schema = useMemo(
    () => withBlockLabels(given.schema, given.layout ?? given.schema.layout, locale),
    [given.schema, given.layout, locale],
  )
  const props = { ...given, schema }
  const validator = useValidator(props.schema, props.preview ?? false)
  const setup = useFormSetup(props)
  if (validator.error) throw validator.error
  if (!validator.data) return <FormSkeleton layout={setup.frame.layout} />
  return <ReadyForm {...props} validator={validator.data} setup={setup} />
}

function ReadyForm(props: RecordFormProps & { validator: ValidatorType; setup: FormSetup }) {
  const { schema, record, setup, onDirtyChange } = props
  const { frame, logic, initialValues } = setup
  const { t } = useTexts()
  const formId = props.formId ?? frame.idPrefix
  useSubmitKey(formId)
  const { values, show, kept, copy } = useLiveValues({ ...props, preview: props.preview ?? false })
  const { files } = useFieldServices()
  const [wasTried, setTried] = useState(false)
  const [refused, setRefused] = useState(NO_ERRORS)
  const drawn = useMemo(() => drawnSchema(schema), [schema])
  const uiSchema = useMemo(() => uiSchemaOf(schema, props.autoFocus ?? false), [schema, props.autoFocus])
  const extraErrors = useMemo(() => errorSchemaOf(refused), [refused])

  useEffect(() => () => onDirtyChange?.(false), [onDirtyChange])
  const change = (event: IChangeEvent): void => {
    const typed = event.formData as FormValues
    const touched = Object.keys({ ...values, ...typed }).find((name) => values[name] !== typed[name])
    const entered = touched === undefined ? typed : withoutOrphans(schema, typed, touched)
    if (touched !== undefined) {
      kept.add(touched)
      setRefused((errors) => withoutField({ ...errors, general: [] }, touched))
    }
    const next = record ? entered : logic.withDefaults(entered, kept)
    show(next)
    if (touched !== undefined) void copy(touched, next[touched])
    onDirtyChange?.(differ(initialValues, next) || props.initial !== undefined || frame.lines.isDirty())
  }

  const requireMore = (data: unknown, errors: FormValidation): FormValidation => {
    for (const name of demandedFields(schema, frame.store.state())) {
      if (!isEmpty((data as FormValues)[name])) continue
      errors[name]?.addError(t('form.required', { label: schema.fields[name]?.label }))
    }
    return errors
  }

  const tried = (): void => {
    setTried(true)
    requestAnimationFrame(() => showProblems(`${frame.idPrefix}-problems`))
  }

  /** what is wrong with lines stands at their cells; the form tells where */
  const atLines = (problem: ApiProblem): ApiProblem => {
    const { status, code, message } = problem
    const problems = frame.lines.refuse(problem.problems, (place) => t('lines.problem', { ...place }))
    return new ApiProblem(status, { code, detail: message, problems })
  }

  const submit = async (event: IChangeEvent): Promise<void> => {
    if (files.isSending()) {
      setRefused({ ...NO_ERRORS, general: [t('form.stillSending')] })
      return tried()
    }
    const current = event.formData as FormValues
    const own = record ? changedValues(schema, record, current) : createdValues(schema, current, kept)
    const sent = { ...own, ...frame.lines.sent() }
    try {
      await props.onSubmit?.(sent)
    } catch (error) {
      if (!isApiProblem(error)) throw error
      if (!props.onRefused?.(error, sent)) setRefused(serverErrors(atLines(error), schema))
      tried()
    }
  }

  return (
    <FormFrameContext.Provider value={frame}>
      <div onKeyDown={keepEnter}>
        <ThemedForm
          id={formId}
          className="fw-form"
          idPrefix={frame.idPrefix}
          schema={drawn}
          uiSchema={uiSchema}
          validator={props.validator}
          formData={values}
          disabled={frame.disabled}
          noHtml5Validate
          omitExtraData={false}
          liveValidate={wasTried ? 'onChange' : false}
          showErrorList="top"
          extraErrors={extraErrors}
          customValidate={requireMore}
          experimental_defaultFormStateBehavior={{ constAsDefaults: 'skipOneOf', emptyObjectFields: 'skipDefaults' }}
          onChange={change}
          onSubmit={(event) => void submit(event)}
          onError={tried}
        >
          <></>
        </ThemedForm>
        <LiveMessage />
      </div>
    </FormFrameContext.Provider>
  )
}

/** Says aloud what has just been filled in. */
function LiveMessage() {
  const message = useFormHint((hints) => hints.message)
  return (
    <p role="status" className="fw-live-message">
      {message}
    </p>
  )
}

function showProblems(id: string): void {
  const summary = document.getElementById(id)
  summary?.focus({ preventScroll: true })
  summary?.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
}

/** Enter alone must not send a form that is half filled in. */
function keepEnter(event: KeyboardEvent<HTMLDivElement>): void {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault()
}

/** `Ctrl+Enter` submits the form that lies on top, wherever the focus is. */
function useSubmitKey(formId: string): void {
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent): void => {
      const top = [...document.querySelectorAll<HTMLFormElement>('form.fw-form')].at(-1)
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || top?.id !== formId) return
      event.preventDefault()
      top.requestSubmit()
    }
    globalThis.addEventListener('keydown', listen)
    return () => globalThis.removeEventListener('keydown', listen)
  }, [formId])
}

function uiSchemaOf(schema: ObjectSchema, autoFocus: boolean): UiSchema {
  const fields = Object.keys(schema.fields).map((name) => [name, { 'ui:field': 'platform' }] as const)
  const first = autoFocus ? schema.nameField : null
  return Object.fromEntries(
    fields.map(([name, ui]) => [name, name === first ? { ...ui, 'ui:autofocus': true } : ui]),
  ) as UiSchema
}

/** What must be filled in beyond the schema: by the layout, and what an update may not clear. */
function demandedFields(schema: ObjectSchema, state: FormState): Set<string> {
  const kept = schema.mode === 'update' ? writableFields(schema).filter((name) => schema.fields[name]?.required) : []
  return new Set([...state.required, ...kept])
}

function differ(before: FormValues, after: FormValues): boolean {
  return Object.keys({ ...before, ...after }).some((name) => !isSameValue(before[name], after[name]))
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === ''
}
