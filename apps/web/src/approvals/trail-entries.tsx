import { FilesShown, localize, useTexts } from '@fieldwork/ui'

import { MomentText } from '../workspace/moment-text.tsx'
import type { Trail, TrailEntry } from './types.ts'

/** What follows from a decision without anybody doing it. */
const BY_ITSELF = new Set([
  'asked',
  'skipped',
  'repeated',
  'fallback',
  'unreachable',
  'moved',
  'delegated',
  'reminded',
  'escalated',
  'expired',
  'approved',
  'rejected',
])

/** Told with both names: who was asked first, and who is asked for him. */
const SENTENCES = new Set(['moved', 'delegated', 'fallback'])

/** Everything that happened to an approval, in its order. */
export function TrailEntries({ trail }: { trail: Trail }) {
  const { t } = useTexts('app')
  return (
    <ol className="fw-trail" aria-label={t('approvals.trail')}>
      {trail.trail.map((entry, at) => (
        <Entry key={entry.id} entry={entry} before={trail.trail[at - 1]} steps={trail.steps} />
      ))}
    </ol>
  )
}

interface EntryProps {
  entry: TrailEntry
  before: TrailEntry | undefined
  steps: Trail['steps']
}

function Entry({ entry: { action, actor, behalf, target, comment, step, details, at }, before, steps }: EntryProps) {
  const { t, locale } = useTexts('app')
  const labelOf = (key: string | null | undefined): string => {
    const found = steps.find((each) => each.key === key)
    return found ? localize(found.label, locale) : ''
  }
  const stepLabel = labelOf(action === 'return' ? details?.to : step)
  const names = { target: target?.label ?? '', behalf: behalf?.label ?? '' }
  const sentence = SENTENCES.has(action) ? t(`approvals.sentences.${action}`, names) : null
  return (
    <li>
      <b>{(BY_ITSELF.has(action) ? null : actor?.label) ?? t('approvals.platform')}</b>{' '}
      {sentence ?? (
        <>
          {behalf ? <span>{t('approvals.onBehalf', { name: behalf.label })} </span> : null}
          {t(`approvals.actions.${action}`, { defaultValue: action })} {target?.label ?? ''}
        </>
      )}{' '}
      {stepLabel ? <span className="fw-muted">{t('approvals.atStep', { step: stepLabel })} </span> : null}
      <span className="fw-faint">
        <MomentText at={at} />
      </span>
      {comment && comment !== before?.comment ? <div>{comment}</div> : null}
      {details?.how ? <div className="fw-faint">{t(`approvals.how.${details.how}`)}</div> : null}
      {details?.files ? <FilesShown value={details.files} /> : null}
    </li>
  )
}
