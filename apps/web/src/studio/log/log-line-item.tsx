import { AppLink, formatMoment, recordPath, useMe, useTexts } from '@fieldwork/ui'
import { Tag } from 'antd'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { ACTIONS } from './queries.ts'
import type { LogLine, Outcome } from './queries.ts'

const COLORS: Record<Outcome, string> = { done: 'green', refused: 'red', failed: 'volcano', cancelled: 'default' }
const known: ReadonlySet<string> = new Set(ACTIONS)

/** One line: when, who, what with what; the rest on demand. */
export function LogLineItem({ line }: { line: LogLine }) {
  const { t } = useTexts('studio')
  const timeZone = useMe().data?.timeZone ?? 'UTC'
  const time = (at: string): string => formatMoment(at, timeZone, true)
  const action = known.has(line.action) ? t(`log.actions.${line.action}`) : line.action
  return (
    <li className="st-log-line">
      <time dateTime={line.at} className="st-muted">
        {time(line.at)}
      </time>
      <span className="st-log-who">{line.actor?.label ?? line.account ?? t('log.nobody')}</span>
      <span className="st-log-what">
        <strong>{action}</strong> <LogSubject line={line} /> <LogHint line={line} />
        {line.times > 1 ? (
          <span className="st-muted"> {t('log.times', { times: line.times, until: time(line.until ?? line.at) })}</span>
        ) : null}
      </span>
      <Tag color={COLORS[line.outcome]}>{t(`log.outcomes.${line.outcome}`)}</Tag>
      <details className="st-log-details">
        <summary>{t('log.details')}</summary>
        <LogFacts line={line} />
      </details>
    </li>
  )
}

function LogSubject({ line: { object, record, rows } }: { line: LogLine }) {
  const { t, locale } = useTexts('studio')
  const label = useStudioObjects().find(({ name }) => name === object)?.label[locale] ?? object
  return (
    <>
      {object && record ? <AppLink to={recordPath(object, record)}>{label}</AppLink> : label}
      {rows === null ? null : ` · ${t('log.rows', { rows: rows.toLocaleString() })}`}
    </>
  )
}

const MOST_NAMED = 4

/** What stands out of the details, so that lines need not be opened one by one. */
function LogHint({ line: { details } }: { line: LogLine }) {
  const { documents, changed, path, format, message, code } = details
  const named = [documents, changed].find(Array.isArray)?.map(String) ?? []
  const isNamed = named.length > 0
  const shown = [
    named.slice(0, MOST_NAMED).join(', ') + (named.length > MOST_NAMED ? ` +${named.length - MOST_NAMED}` : ''),
    ...[format, isNamed ? null : path, message, code].map((part) => (typeof part === 'string' ? part : '')),
  ].filter((part) => part !== '')
  return shown.length === 0 ? null : <span className="st-muted st-log-hint">{shown.join(' · ')}</span>
}

function LogFacts({ line }: { line: LogLine }) {
  const { t } = useTexts('studio')
  const facts = {
    account: line.account,
    address: line.address,
    session: line.session,
    record: line.record,
    ...line.details,
  }
  const shown = Object.entries(facts).filter(([, value]) => value !== null && value !== undefined)
  return (
    <dl>
      {shown.map(([name, value]) => (
        <div key={name}>
          <dt>{NAMED.has(name) ? t(`log.facts.${name}`) : name}</dt>
          <dd className="st-code">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  )
}

const NAMED: ReadonlySet<string> = new Set([
  'account',
  'address',
  'session',
  'record',
  'filter',
  'q',
  'sort',
  'fields',
  'format',
  'path',
  'code',
  'message',
  'documents',
  'revision',
])
