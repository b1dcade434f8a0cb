import { useTexts } from '@fieldwork/ui'
import { Input } from 'antd'

import { PointedExpression, PointedField } from '../conversions/pointed.tsx'
import { PointedChoice, PointedChoices, PointedNumber } from '../conversions/pointed-inputs.tsx'
import { changed } from '../model/conversions.ts'
import type { Approver } from './approval.ts'
import { TYPED, useChainObject } from './editing.ts'
import type { Part } from './editing.ts'
import { PathField } from './path-field.tsx'
import { useRoleChoices, useUserChoices } from './words.ts'

/** People by name. */
export function UsersForm({ pointer, value, onChange }: Part<Approver>) {
  const { t } = useTexts('studio')
  return (
    <PointedChoices
      pointer={`${pointer}/users`}
      label={t('ap.kinds.users')}
      isRequired
      value={value.users ?? []}
      options={useUserChoices()}
      onChange={(users) => onChange({ ...value, users })}
    />
  )
}

/** Whoever has a role or a position, perhaps within a department. */
export function HoldersForm({ pointer, value, onChange }: Part<Approver>) {
  const { t } = useTexts('studio')
  const roles = useRoleChoices()
  return (
    <>
      {value.position === undefined ? (
        <PointedChoice
          pointer={`${pointer}/role`}
          label={t('ap.kinds.role')}
          isRequired
          placeholder={t('ap.chooseRole')}
          value={value.role || undefined}
          options={roles}
          onChange={(role = '') => onChange({ ...value, role })}
        />
      ) : (
        <PointedField pointer={`${pointer}/position`} label={t('ap.kinds.position')} isRequired>
          {(id) => (
            <Input
              id={id}
              value={value.position}
              onChange={(event) => onChange({ ...value, position: event.target.value }, TYPED)}
            />
          )}
        </PointedField>
      )}
      <PathField
        pointer={`${pointer}/within`}
        label={t('ap.within')}
        help={t('ap.withinHelp')}
        value={value.within}
        onChange={(within) => onChange(changed(value, { within }), TYPED)}
      />
    </>
  )
}

/** The head of a department, or the superior of somebody. */
export function LineForm({ pointer, value, onChange }: Part<Approver>) {
  const { t } = useTexts('studio')
  const isHead = value.head !== undefined
  const place = `${pointer}/${isHead ? 'head' : 'superior'}`
  const said = value.head ?? value.superior ?? {}
  const levels = isHead ? (value.head?.up ?? 0) : (value.superior?.levels ?? 1)
  const put = (part: { of?: string; where?: string; levels?: number }, options?: { isTyping?: boolean }): void => {
    const { levels: count = levels, of = said.of ?? '', where = value.head?.where ?? '' } = part
    if (isHead) onChange({ ...value, head: changed({}, { of, where, up: count || undefined }) }, options)
    else onChange({ ...value, superior: changed({}, { of, levels: count === 1 ? undefined : count }) }, options)
  }
  return (
    <>
      <PathField
        pointer={`${place}/of`}
        label={t('ap.of')}
        help={t('ap.ofHelp')}
        placeholder={t('ap.submitter')}
        value={said.of}
        onChange={(of) => put({ of }, TYPED)}
      />
      <PointedNumber
        pointer={`${place}/${isHead ? 'up' : 'levels'}`}
        label={t(isHead ? 'ap.up' : 'ap.levels')}
        min={isHead ? 0 : 1}
        max={20}
        value={levels}
        onChange={(next) => put({ levels: next ?? (isHead ? 0 : 1) })}
      />
      {isHead ? (
        <PointedExpression
          pointer={`${place}/where`}
          object="department"
          label={t('ap.where')}
          help={t('ap.whereHelp')}
          expects={{ kind: 'boolean' }}
          value={value.head?.where ?? ''}
          onChange={(where) => put({ where }, TYPED)}
        />
      ) : null}
    </>
  )
}

/** Whom a field of the record names. */
export function FieldForm({ pointer, value, onChange }: Part<Approver>) {
  const { t } = useTexts('studio')
  return (
    <PathField
      pointer={`${pointer}/field`}
      label={t('ap.kinds.field')}
      help={t('ap.fieldHelp')}
      isPlain
      value={value.field}
      onChange={(field) => onChange({ ...value, field }, TYPED)}
    />
  )
}

/** Whom an expression over the record gives. */
export function ExpressionForm({ pointer, value, onChange }: Part<Approver>) {
  const { t } = useTexts('studio')
  return (
    <PointedExpression
      pointer={`${pointer}/expression`}
      object={useChainObject()}
      label={t('ap.kinds.expression')}
      isRequired
      value={value.expression ?? ''}
      onChange={(expression) => onChange({ ...value, expression }, TYPED)}
    />
  )
}
