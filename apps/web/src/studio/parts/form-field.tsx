import { useId } from 'react'
import type { ReactNode } from 'react'

/** A labelled input: label above, help or error under it. The child puts the id on its input. */
export function FormField(props: {
  label: ReactNode
  help?: ReactNode
  error?: string | null | undefined
  isRequired?: boolean
  className?: string
  children: (id: string) => ReactNode
}) {
  const id = `st${useId().replace(/[^a-zA-Z0-9]/g, '')}`
  return (
    <div className={`st-field ${props.error ? 'st-field-wrong' : ''} ${props.className ?? ''}`}>
      <label className={props.isRequired ? 'st-label st-label-required' : 'st-label'} htmlFor={id}>
        {props.label}
      </label>
      {props.children(id)}
      {props.error ? (
        <p className="st-error" role="alert">
          {props.error}
        </p>
      ) : props.help ? (
        <p className="st-help">{props.help}</p>
      ) : null}
    </div>
  )
}

/** Inputs that belong together, under a heading. */
export function FormGroup(props: { title?: string; note?: string; children: ReactNode }) {
  return (
    <section className="st-group" aria-label={props.title}>
      {props.title ? <h3 className="st-group-title">{props.title}</h3> : null}
      {props.note ? <p className="st-group-note">{props.note}</p> : null}
      {props.children}
    </section>
  )
}
