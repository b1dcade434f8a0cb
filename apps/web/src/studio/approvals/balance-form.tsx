import { useTexts } from '@fieldwork/ui'
import { Select } from 'antd'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { PointedExpression, PointedField } from '../conversions/pointed.tsx'
import { changed } from '../model/conversions.ts'
import { FormGroup } from '../parts/form-field.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import type { ApprovalDefinition } from './approval.ts'
import { TYPED } from './editing.ts'
import type { Part } from './editing.ts'

type Balance = NonNullable<ApprovalDefinition['balance']>

const NEW_BALANCE: Balance = { amount: '', object: '', via: '', value: '' }

/** What was approved is an amount that later records draw down. */
export function BalanceForm({ object, value, onChange }: Part<Balance | undefined> & { object: string }) {
  const { t } = useTexts('studio')
  return (
    <FormGroup title={t('ap.balance')} note={t('ap.balanceHelp')}>
      <SwitchLine
        label={t('ap.hasBalance')}
        value={value !== undefined}
        onChange={(isOn) => onChange(isOn ? NEW_BALANCE : undefined)}
      />
      {value ? <Details object={object} pointer="/balance" value={value} onChange={onChange} /> : null}
    </FormGroup>
  )
}

function Details({ pointer, value, onChange, object }: Part<Balance> & { object: string }) {
  const { t, locale } = useTexts('studio')
  const objects = useStudioObjects()
  const drawing = objects.filter(({ fields }) => fields.some(({ reference }) => reference === object))
  const fields = objects.find(({ name }) => name === value.object)?.fields ?? []
  const referring = fields.filter(({ reference }) => reference === object)
  const draw = (name: string): void => {
    const only = drawing.find((each) => each.name === name)?.fields.find(({ reference }) => reference === object)
    onChange({ ...value, object: name, via: only?.name ?? '' })
  }
  return (
    <>
      <PointedExpression
        pointer={`${pointer}/amount`}
        object={object}
        label={t('ap.balanceAmount')}
        isRequired
        value={value.amount}
        onChange={(amount) => onChange({ ...value, amount }, TYPED)}
      />
      <div className="st-pair">
        <PointedField pointer={`${pointer}/object`} label={t('ap.balanceObject')} isRequired>
          {(id) => (
            <Select
              id={id}
              className="st-wide"
              showSearch={{ optionFilterProp: 'label' }}
              value={value.object || null}
              options={drawing.map(({ name, label }) => ({ value: name, label: label[locale] }))}
              onChange={(name) => draw(name ?? '')}
            />
          )}
        </PointedField>
        <PointedField pointer={`${pointer}/via`} label={t('ap.balanceVia')} isRequired>
          {(id) => (
            <Select
              id={id}
              className="st-wide"
              value={value.via || null}
              options={referring.map(({ name, label }) => ({ value: name, label: label[locale] }))}
              onChange={(via) => onChange({ ...value, via: via ?? '' })}
            />
          )}
        </PointedField>
      </div>
      {value.object === '' ? null : (
        <>
          <PointedExpression
            pointer={`${pointer}/value`}
            object={value.object}
            label={t('ap.balanceValue')}
            isRequired
            value={value.value}
            onChange={(next) => onChange({ ...value, value: next }, TYPED)}
          />
          <PointedExpression
            pointer={`${pointer}/where`}
            object={value.object}
            label={t('ap.balanceWhere')}
            expects={{ kind: 'boolean' }}
            value={value.where ?? ''}
            onChange={(where) => onChange(changed(value, { where }), TYPED)}
          />
        </>
      )}
    </>
  )
}
