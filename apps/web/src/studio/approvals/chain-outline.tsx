import { CheckCircleOutlined, CloseCircleFilled, PlusOutlined, SettingOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Tag } from 'antd'
import { Fragment, useRef } from 'react'

import { useFocusOnSelected } from '../designer-keys/focus.ts'
import { inOrder } from '../model/record-types.ts'
import type { ApprovalDefinition, ApprovalStep } from './approval.ts'
import { stepOrder, unreachable } from './edits.ts'
import { modeName } from './mode-field.tsx'
import { useOutlineKeys } from './use-outline-keys.ts'
import { approverList, useApproverWords, useGroupWords, useStartWords, useStepWords } from './words.ts'

interface OutlineProps {
  chain: ApprovalDefinition
  /** a step, or null for the chain as a whole */
  selected: string | null
  /** how many problems a step has; '' for the chain as a whole */
  problems: ReadonlyMap<string, number>
  onSelect: (key: string | null) => void
  onAdd: (after: string | null) => void
  edit: (next: ApprovalDefinition) => void
}

/** The chain from top to bottom: its beginning, the steps with who is asked in each, the ways between them, its end. */
export function ChainOutline(props: OutlineProps) {
  const { t } = useTexts('studio')
  const { chain, selected, problems, onSelect, onAdd } = props
  const startWords = useStartWords(chain.object)
  const stepWords = useStepWords()
  const lost = unreachable(chain)
  const frame = useRef<HTMLDivElement>(null)
  useFocusOnSelected(frame, selected)
  return (
    <div
      ref={frame}
      className="st-ap-outline"
      role="group"
      aria-label={t('ap.outline')}
      onKeyDown={useOutlineKeys(props)}
    >
      <button
        type="button"
        className="st-ap-card st-ap-card-start"
        data-key=""
        aria-pressed={selected === null}
        onClick={() => onSelect(null)}
      >
        <span className="st-ap-card-title">
          <SettingOutlined /> {startWords(chain.start)}
          <ProblemCount count={problems.get('') ?? 0} />
        </span>
        {chain.when ? <code className="st-code">{chain.when}</code> : null}
      </button>
      <AddButton place="" label={t('ap.addFirst')} onAdd={() => onAdd(null)} />
      {stepOrder(chain).map((key, at) => {
        const step = chain.steps[key]
        if (!step) return null
        return (
          <Fragment key={key}>
            <StepCard
              number={at + 1}
              name={key}
              chain={chain}
              step={step}
              isLost={lost.has(key)}
              isSelected={selected === key}
              count={problems.get(key) ?? 0}
              onSelect={() => onSelect(key)}
            />
            <AddButton place={key} label={t('ap.addAfter', { label: stepWords(key, step) })} onAdd={() => onAdd(key)} />
          </Fragment>
        )
      })}
      <p className="st-ap-end">
        <CheckCircleOutlined /> {t('ap.endOf')}
      </p>
      <p className="st-help">{t('ap.keys')}</p>
    </div>
  )
}

function AddButton({ place, label, onAdd }: { place: string; label: string; onAdd: () => void }) {
  return (
    <span className="st-ap-link">
      <button type="button" data-way={place} aria-label={label} title={label} onClick={onAdd}>
        <PlusOutlined />
      </button>
    </span>
  )
}

function ProblemCount({ count }: { count: number }) {
  const { t } = useTexts('studio')
  return count === 0 ? null : (
    <CloseCircleFilled className="st-problem-icon" aria-label={t('publish.problems', { count })} />
  )
}

interface CardProps {
  number: number
  name: string
  chain: ApprovalDefinition
  step: ApprovalStep
  isLost: boolean
  isSelected: boolean
  count: number
  onSelect: () => void
}

function StepCard({ number, name, chain, step, isLost, isSelected, count, onSelect }: CardProps) {
  const { t } = useTexts('studio')
  const stepWords = useStepWords()
  const approvers = approverList(step.approvers, useApproverWords(chain.object))
  const kind = step.kind ?? 'decide'
  return (
    <button
      type="button"
      className={`st-ap-card st-ap-card-${kind}`}
      data-key={name}
      aria-pressed={isSelected}
      onClick={onSelect}
    >
      <span className="st-ap-card-title">
        {number}. {stepWords(name, step)}
        <Tag variant="filled">{t(`ap.stepKinds.${kind}`)}</Tag>
        {approvers.length > 1 && kind !== 'notify' ? <Modes step={step} /> : null}
        {isLost ? <Tag color="gold">{t('ap.lost')}</Tag> : null}
        <ProblemCount count={count} />
      </span>
      {step.when ? <code className="st-code">{t('ap.onlyIf', { condition: step.when })}</code> : null}
      <span className="st-ap-people">
        {approvers.map((words, at) => (
          <span key={at}>{words}</span>
        ))}
      </span>
      <Ways chain={chain} step={step} />
    </button>
  )
}

/** How many have to agree: of all, or of each group. */
function Modes({ step }: { step: ApprovalStep }) {
  const { t } = useTexts('studio')
  const groupWords = useGroupWords()
  const groups = Object.entries(step.groups ?? {})
  if (groups.length === 0) return <Tag variant="filled">{t(`ap.modes.${modeName(step.mode)}`)}</Tag>
  return groups.map(([key, group]) => (
    <Tag key={key} variant="filled">
      {groupWords(key, group)} · {t(`ap.modes.${modeName(group.mode)}`)}
    </Tag>
  ))
}

/** Ways on that are not simply the next step. */
function Ways({ chain, step }: { chain: ApprovalDefinition; step: ApprovalStep }) {
  const { t } = useTexts('studio')
  const stepWords = useStepWords()
  const labelOf = (to: string | undefined): string =>
    to === undefined ? t('ap.endOf') : stepWords(to, chain.steps[to])
  const ways = inOrder(step.route)
  if (ways.length === 0) return null
  return (
    <span className="st-ap-ways">
      {ways.map(([key, { when, to }]) => (
        <span key={key}>
          {when ? <code className="st-code">{when}</code> : t('ap.always')} → {labelOf(to)}
        </span>
      ))}
      <span>
        {t('ap.otherwise')} → {labelOf(step.next)}
      </span>
    </span>
  )
}
