import { DeleteOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, Segmented } from 'antd'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { PointedField, PointedProblem, pointerOf } from '../conversions/pointed.tsx'
import { PointedChoice, PointedChoices } from '../conversions/pointed-inputs.tsx'
import { PointedLabels } from '../conversions/pointed-labels.tsx'
import { changed } from '../model/conversions.ts'
import { FieldsSelect } from '../parts/field-select.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import { STEP_ACTIONS } from './approval.ts'
import type { ApprovalDefinition, ApprovalStep, Branch } from './approval.ts'
import { Approvers } from './approver-form.tsx'
import { ChainCondition } from './chain-condition.tsx'
import { DueForm } from './due-form.tsx'
import { filled, TYPED, useChainObject } from './editing.ts'
import type { Part } from './editing.ts'
import { stepOrder } from './edits.ts'
import { Entries } from './entries.tsx'
import { GroupsForm } from './groups-form.tsx'
import { ModeField } from './mode-field.tsx'
import { useStepWords } from './words.ts'

interface StepFormProps extends Part<ApprovalStep> {
  name: string
  chain: ApprovalDefinition
  onRemove: () => void
}

/** One step: who is asked, how many have to agree, what they may do, until when, and where it goes on. */
export function StepForm({ name, chain, onRemove, ...part }: StepFormProps) {
  const { t } = useTexts('studio')
  const words = useStepWords()
  const { pointer, value, onChange } = part
  const label = words(name, value)
  return (
    <section className="st-ap-form" aria-label={t('ap.stepOf', { label })}>
      <header className="st-ap-form-head">
        <h3 className="st-grow">{label}</h3>
        <code className="st-code">{name}</code>
        <Button
          type="text"
          icon={<DeleteOutlined />}
          disabled={Object.keys(chain.steps).length === 1}
          aria-label={t('ap.drop', { label })}
          onClick={onRemove}
        />
      </header>
      <PointedProblem pointer={pointer} />
      <PointedLabels
        pointer={`${pointer}/label`}
        label={t('ap.stepLabel')}
        value={value.label}
        onChange={(next) => onChange(changed(value, { label: next }), TYPED)}
      />
      <StepKind {...part} />
      <Approvers
        pointer={`${pointer}/approvers`}
        title={t('ap.approvers')}
        value={value.approvers}
        groups={value.groups}
        onChange={(approvers, options) => onChange({ ...value, approvers: approvers ?? {} }, options)}
      />
      {value.kind === 'notify' ? null : <Deciding {...part} name={name} chain={chain} />}
      <StepWays {...part} name={name} chain={chain} />
      {value.kind === 'notify' ? null : (
        <DueForm
          pointer={`${pointer}/due`}
          value={value.due}
          onChange={(due, options) => onChange(changed(value, { due }), options)}
        />
      )}
    </section>
  )
}

function StepKind({ pointer, value, onChange }: Part<ApprovalStep>) {
  const { t } = useTexts('studio')
  const kind = value.kind ?? 'decide'
  return (
    <>
      <PointedField pointer={`${pointer}/kind`} label={t('ap.stepKind')} help={t(`ap.stepKindHelp.${kind}`)}>
        {(id) => (
          <Segmented
            id={id}
            aria-label={t('ap.stepKind')}
            value={kind}
            options={(['decide', 'advise', 'notify'] as const).map((name) => ({
              value: name,
              label: t(`ap.stepKinds.${name}`),
            }))}
            onChange={(next) => onChange(changed(value, { kind: next === 'decide' ? undefined : next }))}
          />
        )}
      </PointedField>
      <ChainCondition
        pointer={`${pointer}/when`}
        label={t('ap.stepWhen')}
        help={t('ap.stepWhenHelp')}
        value={value.when}
        onChange={(when, options) => onChange(changed(value, { when }), options)}
      />
    </>
  )
}

function Deciding({ name, chain, ...part }: StepPart) {
  const { t } = useTexts('studio')
  const { pointer, value, onChange } = part
  const object = useChainObject()
  const fields = (useStudioObjects().find(({ name }) => name === object)?.fields ?? []).filter(({ system }) => !system)
  const choice = <K extends 'onReject' | 'comment'>(member: K, names: readonly NonNullable<ApprovalStep[K]>[]) => (
    <PointedChoice
      pointer={`${pointer}/${member}`}
      label={t(`ap.${member}`)}
      value={value[member] ?? names[0]}
      options={names.map((name) => ({ value: name, label: t(`ap.${member}Choices.${name}`) }))}
      onChange={(next) => onChange({ ...value, [member]: next })}
    />
  )
  return (
    <>
      <ModeField
        pointer={`${pointer}/mode`}
        label={t('ap.mode')}
        value={value.mode ?? 'any'}
        onChange={(mode) => onChange(changed(value, { mode: mode === 'any' ? undefined : mode }))}
      />
      <GroupsForm {...part} />
      <div className="st-pair">
        {(['require', 'edit'] as const).map((member) => (
          <PointedField key={member} pointer={`${pointer}/${member}`} label={t(`ap.${member}`)}>
            {(id) => (
              <FieldsSelect
                id={id}
                fields={fields}
                value={value[member] ?? []}
                onChange={(names) => onChange(changed(value, { [member]: filled(names) }))}
              />
            )}
          </PointedField>
        ))}
      </div>
      <div className="st-pair">
        {value.kind === 'advise' ? null : choice('onReject', ['reject', 'return'])}
        {choice('comment', ['on-disagree', 'always', 'never'])}
      </div>
      <PointedChoices
        pointer={`${pointer}/actions`}
        label={t('ap.actions')}
        value={value.actions ?? STEP_ACTIONS}
        options={STEP_ACTIONS.map((name) => ({ value: name, label: t(`ap.actionNames.${name}`) }))}
        onChange={(actions) =>
          onChange(changed(value, { actions: actions.length === STEP_ACTIONS.length ? undefined : actions }))
        }
      />
      {(value.actions ?? STEP_ACTIONS).includes('return') ? <ReturnSteps {...part} name={name} chain={chain} /> : null}
      <SwitchLine
        label={t('ap.allowSubmitter')}
        value={value.allowSubmitter === true}
        onChange={(allowSubmitter) => onChange(changed(value, { allowSubmitter }))}
      />
    </>
  )
}

type StepPart = Part<ApprovalStep> & { name: string; chain: ApprovalDefinition }

/** The steps to which it can be given back. */
function ReturnSteps({ pointer, value, onChange, name, chain }: StepPart) {
  const { t } = useTexts('studio')
  const words = useStepWords()
  const before = stepOrder(chain).filter((_key, at, all) => at < all.indexOf(name))
  return (
    <PointedChoices
      pointer={`${pointer}/returnTo`}
      label={t('ap.returnTo')}
      help={t('ap.returnToHelp')}
      placeholder={t('ap.everyEarlier')}
      value={value.returnTo ?? []}
      options={before.map((key) => ({ value: key, label: words(key, chain.steps[key]) }))}
      onChange={(steps) => onChange(changed(value, { returnTo: filled(steps) }))}
    />
  )
}

function StepWays(props: StepPart) {
  const { t } = useTexts('studio')
  const { pointer, value, onChange, name, chain } = props
  const words = useStepWords()
  const others = Object.entries(chain.steps).filter(([key]) => key !== name)
  const choices = others.map(([key, step]) => ({ value: key, label: words(key, step) }))
  const target = (place: string, label: string, to: string | undefined, put: (to: string | undefined) => void) => (
    <PointedChoice pointer={place} label={label} none={t('ap.end')} value={to} options={choices} onChange={put} />
  )
  return (
    <>
      <Entries<Branch>
        pointer={`${pointer}/route`}
        title={t('ap.route')}
        note={t('ap.routeHelp')}
        stem="way"
        addLabel={t('ap.addWay')}
        entries={value.route}
        make={() => ({ when: '' })}
        labelOf={(_branch, at) => t('ap.way', { number: at + 1 })}
        onChange={(route, options) => onChange(changed(value, { route }), options)}
      >
        {(part) => (
          <>
            <ChainCondition
              pointer={`${part.pointer}/when`}
              label={t('ap.condition')}
              value={part.value.when}
              onChange={(when, options) => part.onChange(changed(part.value, { when }), options)}
            />
            {target(`${part.pointer}/to`, t('ap.to'), part.value.to, (to) =>
              part.onChange(changed(part.value, { to })),
            )}
          </>
        )}
      </Entries>
      {target(`${pointer}${pointerOf('next')}`, t('ap.next'), value.next, (next) => onChange(changed(value, { next })))}
    </>
  )
}
