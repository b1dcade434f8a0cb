import { useMe, useTexts } from '@fieldwork/ui'
import type { ReactNode } from 'react'

/** A part of the page, with its heading. */
export function AccountSection(props: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="fw-account-section" aria-label={props.title}>
      <div className="fw-account-head">
        <h2>{props.title}</h2>
        {props.actions}
      </div>
      {props.children}
    </section>
  )
}

/** A moment as the reader's language writes it, in the time zone of the workspace. */
export function useWhen(): (moment: string) => string {
  const { locale } = useTexts('app')
  const timeZone = useMe().data?.timeZone
  const format = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    ...(timeZone !== undefined && { timeZone }),
  })
  return (moment) => format.format(new Date(moment))
}

/** One thing of a list: what it is, what is known of it, what can be done. */
export function AccountLine(props: { title: ReactNode; note: ReactNode; action?: ReactNode }) {
  return (
    <li className="fw-account-line">
      <div>
        <div>{props.title}</div>
        <div className="fw-muted">{props.note}</div>
      </div>
      {props.action}
    </li>
  )
}
