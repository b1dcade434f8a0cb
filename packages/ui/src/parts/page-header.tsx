import type { ReactNode } from 'react'

/** The head of a page: title with a quiet note beside it, a line below, actions at the right. */
export function PageHeader(props: {
  title: ReactNode
  note?: ReactNode
  icon?: ReactNode
  line?: ReactNode
  actions?: ReactNode
}) {
  return (
    <header className="fw-page-header">
      <div className="fw-page-header-main">
        <h1 className="fw-page-title">
          {props.icon ? <span className="fw-page-icon">{props.icon}</span> : null}
          <span className="fw-page-title-text">{props.title}</span>
          {props.note === undefined || props.note === null ? null : <span className="fw-page-note">{props.note}</span>}
        </h1>
        {props.line ? <div className="fw-page-line">{props.line}</div> : null}
      </div>
      {props.actions ? <div className="fw-page-actions">{props.actions}</div> : null}
    </header>
  )
}
