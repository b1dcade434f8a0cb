import { useTexts } from '@fieldwork/ui'
import { InputNumber } from 'antd'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { PointedField } from '../conversions/pointed.tsx'
import { PointedChoice, PointedChoices } from '../conversions/pointed-inputs.tsx'
import { PointedLabels } from '../conversions/pointed-labels.tsx'
import { enterable } from '../conversions/use-conversions.ts'
import { ValueMap } from '../conversions/value-map.tsx'
import { changed } from '../model/conversions.ts'
import { NO_TEXT } from '../model/localized.ts'
import { FieldSelect } from '../parts/field-select.tsx'
import { FormGroup } from '../parts/form-field.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import { OUTCOMES } from './approval.ts'
import type { ApprovalDefinition, Effect, Outcome, Refusal } from './approval.ts'
import { Approvers } from './approver-form.tsx'
import { BalanceForm } from './balance-form.tsx'
import { ChainCondition } from './chain-condition.tsx'
import { filled, TYPED } from './editing.ts'
import type { Change, Part } from './editing.ts'
import { Entries } from './entries.tsx'
import { useRoleChoices, useTransitions } from './words.ts'

interface ChainProps {
  chain: ApprovalDefinition
  edit: Change<ApprovalDefinition>
}

const BY_HAND = ''

/** The chain as a whole: how it begins and for which records, what is refused, and what becomes of the record. */
export function ChainForm(props: ChainProps) {
  const { t } = useTexts('studio')
  return (
    <section className="st-ap-form" aria-label={t('ap.settings')}>
      <header className="st-ap-form-head">
        <h3>{t('ap.settings')}</h3>
      </header>
      <Beginning {...props} />
      <Refusals {...props} />
      <Effects {...props} />
      <Rules {...props} />
      <BalanceForm
        object={props.chain.object}
        pointer="/balance"
        value={props.chain.balance}
        onChange={(balance, options) => props.edit(changed(props.chain, { balance }), options)}
      />
    </section>
  )
}

/** What is left out is active. */
const withoutActive = ({ active: _active, ...chain }: ApprovalDefinition): ApprovalDefinition => chain

function Beginning({ chain, edit }: ChainProps) {
  const { t } = useTexts('studio')
  const transitions = useTransitions(chain.object)
  return (
    <>
      <PointedLabels
        pointer="/label"
        label={t('ap.label')}
        value={chain.label}
        onChange={(label) => edit(changed(chain, { label }), TYPED)}
      />
      <PointedLabels
        pointer="/description"
        label={t('ap.description')}
        isMultiline
        value={chain.description}
        onChange={(description) => edit(changed(chain, { description }), TYPED)}
      />
      <div className="st-pair">
        <PointedField pointer="/order" label={t('ap.order')} help={t('ap.orderHelp')}>
          {(id) => (
            <InputNumber
              id={id}
              className="st-wide"
              value={chain.order ?? null}
              onChange={(order) => edit(changed(chain, { order: order ?? undefined }), TYPED)}
            />
          )}
        </PointedField>
        <SwitchLine
          label={t('ap.active')}
          value={chain.active !== false}
          onChange={(isActive) => edit(isActive ? withoutActive(chain) : { ...chain, active: false })}
        />
      </div>
      <PointedChoice
        pointer="/start/transition"
        label={t('ap.start')}
        help={t('ap.startHelp')}
        value={chain.start?.transition ?? BY_HAND}
        options={[
          { value: BY_HAND, label: t('ap.byHand') },
          ...transitions.map(({ value, label }) => ({ value, label: t('ap.byTransition', { label }) })),
        ]}
        onChange={(transition = BY_HAND) =>
          edit({ ...chain, start: transition === BY_HAND ? { manual: true } : { transition } })
        }
      />
      <ChainCondition
        pointer="/when"
        label={t('ap.entry')}
        help={t('ap.entryHelp')}
        value={chain.when}
        onChange={(when, options) => edit(changed(chain, { when }), options)}
      />
    </>
  )
}

function Refusals({ chain, edit }: ChainProps) {
  const { t } = useTexts('studio')
  return (
    <Entries<Refusal>
      pointer="/refuse"
      title={t('ap.refusals')}
      note={t('ap.refusalsHelp')}
      stem="refusal"
      addLabel={t('ap.addRefusal')}
      entries={chain.refuse}
      make={() => ({ when: '', message: NO_TEXT })}
      labelOf={(_refusal, at) => t('ap.refusal', { number: at + 1 })}
      onChange={(refuse, options) => edit(changed(chain, { refuse }), options)}
    >
      {(part) => <RefusalForm {...part} object={chain.object} />}
    </Entries>
  )
}

function RefusalForm({ pointer, value, onChange, object }: Part<Refusal> & { object: string }) {
  const { t } = useTexts('studio')
  const roles = useRoleChoices()
  const fields = useStudioObjects().find(({ name }) => name === object)?.fields ?? []
  return (
    <>
      <ChainCondition
        pointer={`${pointer}/when`}
        label={t('ap.refuseWhen')}
        value={value.when}
        onChange={(when, options) => onChange({ ...value, when }, options)}
      />
      <PointedLabels
        pointer={`${pointer}/message`}
        label={t('ap.message')}
        value={value.message}
        onChange={(message) => onChange({ ...value, message: message ?? NO_TEXT }, TYPED)}
      />
      <div className="st-pair">
        <PointedField pointer={`${pointer}/field`} label={t('ap.refuseField')}>
          {(id) => (
            <FieldSelect
              id={id}
              fields={fields}
              value={value.field}
              onChange={(field) => onChange(changed(value, { field }))}
            />
          )}
        </PointedField>
        <PointedChoices
          pointer={`${pointer}/overrideBy`}
          label={t('ap.overrideBy')}
          value={value.overrideBy ?? []}
          options={roles}
          onChange={(names) => onChange(changed(value, { overrideBy: filled(names) }))}
        />
      </div>
    </>
  )
}

function Effects({ chain, edit }: ChainProps) {
  const { t } = useTexts('studio')
  const put = (outcome: Outcome, effect: Effect, options?: { isTyping?: boolean }): void => {
    const { [outcome]: _old, ...rest } = chain.effects ?? {}
    const next = Object.keys(effect).length === 0 ? rest : { ...rest, [outcome]: effect }
    edit(changed(chain, { effects: Object.keys(next).length === 0 ? undefined : next }), options)
  }
  return (
    <FormGroup title={t('ap.effects')} note={t('ap.effectsHelp')}>
      {OUTCOMES.map((outcome) => (
        <EffectForm
          key={outcome}
          outcome={outcome}
          object={chain.object}
          pointer={`/effects/${outcome}`}
          value={chain.effects?.[outcome] ?? {}}
          onChange={(effect, options) => put(outcome, effect, options)}
        />
      ))}
    </FormGroup>
  )
}

function EffectForm({
  pointer,
  value,
  onChange,
  outcome,
  object,
}: Part<Effect> & { outcome: Outcome; object: string }) {
  const { t } = useTexts('studio')
  const transitions = useTransitions(object)
  const about = useStudioObjects().find(({ name }) => name === object)
  const isUsed = Object.keys(value).length > 0
  return (
    <details className="st-wf-details" open={isUsed || undefined}>
      <summary>{t(`ap.effectOf.${outcome}`)}</summary>
      <section aria-label={t(`ap.effectOf.${outcome}`)}>
        <PointedChoice
          pointer={`${pointer}/transition`}
          label={t('ap.transition')}
          none
          value={value.transition}
          options={transitions}
          onChange={(transition) => onChange(changed(value, { transition }))}
        />
        {about ? (
          <ValueMap
            pointer={`${pointer}/set`}
            title={t('ap.set')}
            from={about}
            to={about}
            fields={enterable(about.fields)}
            values={value.set ?? {}}
            onChange={(set, options) =>
              onChange(changed(value, { set: Object.keys(set).length === 0 ? undefined : set }), options)
            }
          />
        ) : null}
      </section>
    </details>
  )
}

function Rules({ chain, edit }: ChainProps) {
  const { t } = useTexts('studio')
  return (
    <FormGroup title={t('ap.rules')}>
      <PointedChoice
        pointer="/recall"
        label={t('ap.recall')}
        value={chain.recall ?? 'before-decision'}
        options={(['before-decision', 'while-pending', 'never'] as const).map((name) => ({
          value: name,
          label: t(`ap.recallChoices.${name}`),
        }))}
        onChange={(recall) => edit(changed(chain, { recall }))}
      />
      <PointedChoice
        pointer="/resubmit"
        label={t('ap.resubmit')}
        value={chain.resubmit ?? 'start'}
        options={(['start', 'returned-step'] as const).map((name) => ({
          value: name,
          label: t(`ap.resubmitChoices.${name}`),
        }))}
        onChange={(resubmit) => edit(changed(chain, { resubmit }))}
      />
      <SwitchLine
        label={t('ap.skipRepeated')}
        value={chain.skipRepeated !== false}
        onChange={(skipRepeated) => edit({ ...chain, skipRepeated })}
      />
      <Approvers
        pointer="/fallback"
        title={t('ap.fallback')}
        note={t('ap.fallbackHelp')}
        value={chain.fallback}
        onChange={(fallback, options) => edit(changed(chain, { fallback }), options)}
      />
    </FormGroup>
  )
}
