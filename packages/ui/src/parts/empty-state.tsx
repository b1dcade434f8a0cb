import type { ReactNode } from 'react'

import { FieldIcon } from './field-icon.tsx'

/** What stands where nothing is yet: what belongs here, and the first action. */
export function EmptyState(props: {
  icon?: string
  title: string
  text?: ReactNode
  action?: ReactNode
  compact?: boolean
}) {
  return (
    <div className={props.compact ? 'fw-empty fw-empty-compact' : 'fw-empty'}>
      <span className="fw-empty-icon">
        <FieldIcon name={props.icon ?? 'inbox'} />
      </span>
      <p className="fw-empty-title">{props.title}</p>
      {props.text ? <p className="fw-empty-text">{props.text}</p> : null}
      {props.action}
    </div>
  )
}
