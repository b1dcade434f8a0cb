import { formatMoment, localize, useMe, useTexts } from '@fieldwork/ui'
import { Tag } from 'antd'

import '../inbox/inbox.css'
import type { StepAhead } from './types.ts'

/** Steps that will come: who is asked, together with whom, for how long, and why a step is passed over. */
export function StepsAhead({ steps, label }: { steps: StepAhead[]; label: string }) {
  return (
    <ol className="fw-chain fw-chain-ahead" aria-label={label}>
      {steps.map((step) => (
        <AheadItem key={step.key} step={step} />
      ))}
    </ol>
  )
}

/** One of them. */
export function AheadItem({ step }: { step: StepAhead }) {
  const { t, locale } = useTexts('app')
  const { people, groups, condition, unreachable } = step
  const isSkipped = step.state === 'skipped'
  return (
    <li className={isSkipped ? 'fw-chain-skipped' : 'fw-chain-later'}>
      <span className="fw-chain-title">
        {localize(step.label, locale)}
        {step.kind === 'decide' ? null : <Tag variant="filled">{t(`approvals.kinds.${step.kind}`)}</Tag>}
        {isSkipped ? <Tag variant="filled">{t('approvals.ahead.skipped')}</Tag> : null}
        {isSkipped || step.kind === 'notify' || people.length < 2 ? null : <ModeTag mode={step.mode} />}
        {step.within ? <Within within={step.within} due={step.due} /> : null}
      </span>
      {isSkipped && condition ? (
        <span className="fw-chain-note">
          {t('approvals.ahead.because')} <code>{condition}</code>
        </span>
      ) : null}
      {step.state === 'chosen' ? <span className="fw-chain-note">{t('approvals.ahead.chosen')}</span> : null}
      <People step={step} group={null} />
      {groups.map(({ key, label, mode }) =>
        people.some(({ group }) => group === key) ? (
          <div key={key} className="fw-chain-group">
            <span className="fw-chain-note">{label ? localize(label, locale) : key}</span> <ModeTag mode={mode} />
            <People step={step} group={key} />
          </div>
        ) : null,
      )}
      {people.length > 0 && unreachable.length === 0 && people.every(({ isFallback }) => isFallback) ? (
        <span className="fw-chain-note">{t('approvals.ahead.nobody')}</span>
      ) : null}
      {unreachable.length > 0 ? (
        <span className="fw-chain-note">
          {t('approvals.ahead.unreachable', {
            names: unreachable.map(({ label }) => label).join(t('approvals.comma')),
          })}
        </span>
      ) : null}
    </li>
  )
}

function People({ step, group: wanted }: { step: StepAhead; group: string | null }) {
  const { t } = useTexts('app')
  const people = step.people.filter(({ group }) => group === wanted)
  if (people.length === 0) return null
  return (
    <div className="fw-chain-people">
      {people.map(({ user, behalf, isFallback, isRepeated }) => (
        <span key={`${user.id} ${behalf?.id}`}>
          {user.label || t('people.unknown')}
          {behalf && !isFallback ? ` ${t('approvals.ahead.for', { name: behalf.label })}` : ''}
          {isFallback ? ` ${t('approvals.ahead.fallback')}` : ''}
          {isRepeated ? ` ${t('approvals.ahead.repeated')}` : ''}
        </span>
      ))}
    </div>
  )
}

function ModeTag({ mode }: { mode: StepAhead['mode'] }) {
  const { t } = useTexts('app')
  const words =
    typeof mode === 'string'
      ? t(`approvals.modes.${mode}`)
      : 'ratio' in mode
        ? t('approvals.modes.ratio', { percent: Math.round(mode.ratio * 100) })
        : t('approvals.modes.count', { n: mode.count })
  return <Tag variant="filled">{words}</Tag>
}

const UNITS = ['hours', 'days', 'workhours', 'workdays'] as const

interface WithinProps {
  within: NonNullable<StepAhead['within']>
  due: string | null
}

function Within({ within, due }: WithinProps) {
  const { t } = useTexts('app')
  const timeZone = useMe().data?.timeZone ?? 'Asia/Shanghai'
  const unit = UNITS.find((each) => within[each] !== undefined) ?? 'days'
  return (
    <Tag variant="filled" title={due === null ? undefined : formatMoment(due, timeZone, true)}>
      {t(`due.within_${unit}`, { n: within[unit] })}
    </Tag>
  )
}
