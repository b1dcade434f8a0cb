import { CheckCircleOutlined, MinusCircleOutlined, WarningFilled } from '@ant-design/icons'
import { recordPath, useTexts } from '@fieldwork/ui'
import type { ReactNode } from 'react'

import type { DuplicateRule } from '../../model/definitions.ts'
import { matchParts } from '../../model/duplicates.ts'
import type { ObjectEditing } from '../object-editing.ts'
import { SeverityTag } from './duplicate-table.tsx'
import { useRuleWords } from './use-rule-words.ts'
import type { NamedRules, RuleTrial } from './use-trial.ts'

/** Rule by rule: which records it finds, or why it finds none. */
export function TrialResults(props: { editing: ObjectEditing; rules: NamedRules; trials: RuleTrial[] }) {
  const { editing, rules, trials } = props
  const words = useRuleWords(editing)
  return (
    <ul className="st-trial-rules">
      {rules.map(([name, rule]) => {
        const trial = trials.find((each) => each.rule === name)
        return trial ? (
          <li key={name} className={`st-trial-rule st-trial-${outcomeOf(trial)}`}>
            <Outcome trial={trial} />
            <div>
              <strong>{words.titleOf(rule)}</strong> {trial.found ? <SeverityTag action={rule.action} /> : null}
              <Explanation editing={editing} rule={rule} trial={trial} />
            </div>
          </li>
        ) : null
      })}
    </ul>
  )
}

type Outcome = 'problem' | 'outside' | 'empty' | 'found' | 'free'

function outcomeOf({ problems, applies, keys, found }: RuleTrial): Outcome {
  if (problems.length > 0) return 'problem'
  if (!applies) return 'outside'
  if (keys.includes(null)) return 'empty'
  return found ? 'found' : 'free'
}

function Outcome({ trial }: { trial: RuleTrial }) {
  const outcome = outcomeOf(trial)
  if (outcome === 'found') return <WarningFilled className="st-trial-icon" />
  return outcome === 'free' ? (
    <CheckCircleOutlined className="st-trial-icon" />
  ) : (
    <MinusCircleOutlined className="st-trial-icon" />
  )
}

interface ExplanationProps {
  editing: ObjectEditing
  rule: DuplicateRule
  trial: RuleTrial
}

function Explanation({ editing, rule, trial }: ExplanationProps): ReactNode {
  const { t } = useTexts('studio')
  const words = useRuleWords(editing)
  const outcome = outcomeOf(trial)
  if (outcome === 'problem') {
    return trial.problems.map(({ pointer, message }) => (
      <p key={`${pointer} ${message}`}>{t('duplicates.notYet', { message })}</p>
    ))
  }
  if (outcome === 'outside') return <p>{t('duplicates.outside')}</p>
  if (outcome === 'empty') {
    const empty = matchParts(rule).filter((_, at) => trial.keys[at] === null)
    const fields = empty.map(({ field }) => words.labelOf(field)).join(t('duplicates.and'))
    return <p>{t('duplicates.empty', { fields })}</p>
  }
  return (
    <>
      {trial.found ? <Found object={editing.object.name} found={trial.found} more={trial.more} /> : null}
      {trial.found ? null : <p>{t('duplicates.free')}</p>}
      <ComparedAs editing={editing} rule={rule} keys={trial.keys} />
    </>
  )
}

function Found({ object, found, more }: { object: string; found: NonNullable<RuleTrial['found']>; more: boolean }) {
  const { t } = useTexts('studio')
  const records = (found.params?.['records'] ?? []) as { id?: string; label?: string }[]
  const seen = records.flatMap(({ id, label }) => (id === undefined ? [] : [{ id, label: label || id }]))
  return (
    <>
      <p>{found.message}</p>
      <p className="st-trial-records">
        {seen.map(({ id, label }) => (
          <a key={id} href={recordPath(object, id)} target="_blank" rel="noreferrer">
            {label}
          </a>
        ))}
        {more ? <span className="st-muted">{t('duplicates.more')}</span> : null}
      </p>
    </>
  )
}

/** What makes values the same, where that is not the value itself. */
function ComparedAs({ editing, rule, keys }: Pick<ExplanationProps, 'editing' | 'rule'> & { keys: (string | null)[] }) {
  const { t } = useTexts('studio')
  const words = useRuleWords(editing)
  const shown = matchParts(rule).flatMap((part, at) => (words.kindOf(part) === 'exact' ? [] : [keys[at] ?? '']))
  if (shown.length === 0) return null
  return (
    <p className="st-muted">
      {t('duplicates.comparedAs')}{' '}
      {shown.map((key) => (
        <code key={key} className="st-code">
          {key}
        </code>
      ))}
    </p>
  )
}
