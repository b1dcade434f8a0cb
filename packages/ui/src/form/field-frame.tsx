import type { ReactNode } from 'react'

/** The frame of a labelled input: label above, error and help under it. */
export function FieldFrame(props: {
  id: string
  label: ReactNode
  help?: string | null | undefined
  required: boolean
  error?: string | undefined
  /** what is worth knowing about the value */
  note?: ReactNode
  children: ReactNode
}) {
  const { id, help, error } = props
  return (
    <div className={error ? 'fw-field fw-field-invalid' : 'fw-field'} data-field-frame={id}>
      <label htmlFor={id} className={props.required ? 'fw-label fw-label-required' : 'fw-label'}>
        {props.label}
      </label>
      {props.children}
      {error ? (
        <div id={`${id}-error`} className="fw-field-error" role="alert">
          {error}
        </div>
      ) : null}
      {props.note}
      {help ? (
        <div id={`${id}-help`} className="fw-help">
          {help}
        </div>
      ) : null}
    </div>
  )
}
