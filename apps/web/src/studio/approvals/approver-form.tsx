import { useTexts } from '@fieldwork/ui'

import { PointedChoice, PointedNumber } from '../conversions/pointed-inputs.tsx'
import { changed } from '../model/conversions.ts'
import { APPROVER_KINDS } from './approval.ts'
import type { ApprovalStep, Approver } from './approval.ts'
import { ExpressionForm, FieldForm, HoldersForm, LineForm, UsersForm } from './approver-sources.tsx'
import { ChainCondition } from './chain-condition.tsx'
import { DecisionTableForm } from './decision-table.tsx'
import { useChainObject } from './editing.ts'
import type { Change, Part } from './editing.ts'
import { kindOf, withKind } from './edits.ts'
import { Entries } from './entries.tsx'
import { useApproverWords, useGroupWords } from './words.ts'

interface ApproversProps {
  pointer: string
  title: string
  note?: string
  value: Record<string, Approver> | undefined
  onChange: Change<Record<string, Approver> | undefined>
  /** the groups that an approver may belong to */
  groups?: ApprovalStep['groups']
}

/** Who is asked: sources of people one after the other. */
export function Approvers({ pointer, title, note, value, onChange, groups = {} }: ApproversProps) {
  const { t } = useTexts('studio')
  const words = useApproverWords(useChainObject())
  return (
    <Entries<Approver>
      pointer={pointer}
      title={title}
      {...(note === undefined ? {} : { note })}
      stem="approver"
      addLabel={t('ap.addApprover')}
      entries={value}
      make={() => ({ role: '' })}
      labelOf={(approver, at) => `${at + 1}. ${words(approver)}`}
      onChange={onChange}
    >
      {(part) => <ApproverForm {...part} groups={groups} />}
    </Entries>
  )
}

type FormPart = Part<Approver>

function ApproverForm({
  pointer,
  value,
  onChange,
  groups,
}: FormPart & { groups: NonNullable<ApprovalStep['groups']> }) {
  const { t } = useTexts('studio')
  const groupWords = useGroupWords()
  return (
    <>
      <PointedChoice
        pointer={`${pointer}/kind`}
        label={t('ap.kind')}
        help={t(`ap.kindHelp.${kindOf(value)}`)}
        value={kindOf(value)}
        options={APPROVER_KINDS.map((kind) => ({ value: kind, label: t(`ap.kinds.${kind}`) }))}
        onChange={(kind) => (kind === undefined ? undefined : onChange(withKind(value, kind)))}
      />
      <Details pointer={pointer} value={value} onChange={onChange} />
      {Object.keys(groups).length > 0 ? (
        <PointedChoice
          pointer={`${pointer}/group`}
          label={t('ap.group')}
          none={t('ap.noGroup')}
          value={value.group}
          options={Object.entries(groups).map(([name, each]) => ({ value: name, label: groupWords(name, each) }))}
          onChange={(group) => onChange(changed(value, { group }))}
        />
      ) : null}
      <details className="st-wf-details" open={value.when !== undefined || undefined}>
        <summary>{t('ap.onlyWhen')}</summary>
        <ChainCondition
          pointer={`${pointer}/when`}
          label={t('ap.approverWhen')}
          value={value.when}
          onChange={(when, options) => onChange(changed(value, { when }), options)}
        />
      </details>
    </>
  )
}

function Details(part: FormPart) {
  switch (kindOf(part.value)) {
    case 'users':
      return <UsersForm {...part} />
    case 'role':
    case 'position':
      return <HoldersForm {...part} />
    case 'head':
    case 'superior':
      return <LineForm {...part} />
    case 'field':
      return <FieldForm {...part} />
    case 'expression':
      return <ExpressionForm {...part} />
    case 'chosen':
      return <ChosenForm {...part} />
    case 'table':
      return <TableForm {...part} />
  }
}

function ChosenForm({ pointer, value, onChange }: FormPart) {
  const { t } = useTexts('studio')
  const chosen = value.chosen ?? {}
  return (
    <>
      <div className="st-pair">
        {(['minimum', 'maximum'] as const).map((member) => (
          <PointedNumber
            key={member}
            pointer={`${pointer}/chosen/${member}`}
            label={t(`ap.${member}`)}
            min={member === 'minimum' ? 0 : 1}
            max={100}
            value={chosen[member] ?? 1}
            onChange={(next) => onChange({ ...value, chosen: { ...chosen, [member]: next ?? 1 } })}
          />
        ))}
      </div>
      <Approvers
        pointer={`${pointer}/chosen/from`}
        title={t('ap.from')}
        note={t('ap.fromHelp')}
        value={chosen.from}
        onChange={(from, options) => onChange({ ...value, chosen: changed(chosen, { from }) }, options)}
      />
    </>
  )
}

function TableForm({ pointer, value, onChange }: FormPart) {
  return value.table === undefined ? null : (
    <DecisionTableForm
      pointer={`${pointer}/table`}
      value={value.table}
      onChange={(table, options) => onChange({ ...value, table }, options)}
      drawApprovers={(part) => <Approvers {...part} />}
    />
  )
}
