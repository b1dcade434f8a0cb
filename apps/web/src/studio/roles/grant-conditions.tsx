import { useTexts } from '@fieldwork/ui'
import { Segmented } from 'antd'
import { useState } from 'react'

import { DraftExpression } from '../catalog/draft-expression.tsx'
import { OPERATIONS, rightsOf } from '../model/roles.ts'
import type { Conditions, GrantDefinition } from '../model/roles.ts'
import { FormField } from '../parts/form-field.tsx'

type Where = GrantDefinition['where']

interface Props {
  object: string
  grant: GrantDefinition
  onChange: (where: Where, isTyping: boolean) => void
}

/** What must hold of the records of a grant: one condition for every operation, or one for each. */
export function GrantConditions({ object, grant, onChange }: Props) {
  const { t } = useTexts('studio')
  const { where } = grant
  const [isByOperation, setByOperation] = useState(typeof where === 'object')
  const change = (by: boolean): void => {
    setByOperation(by)
    const next = by ? spread(grant) : gathered(where)
    if (next !== where) onChange(next, false)
  }
  return (
    <>
      <FormField label={t('role.whereFor')}>
        {() => (
          <Segmented
            aria-label={t('role.whereFor')}
            value={isByOperation ? 'each' : 'all'}
            options={[
              { value: 'all', label: t('role.whereKinds.all') },
              { value: 'each', label: t('role.whereKinds.each') },
            ]}
            onChange={(kind) => change(kind === 'each')}
          />
        )}
      </FormField>
      {isByOperation ? (
        <ConditionOfEach object={object} grant={grant} onChange={onChange} />
      ) : (
        <Condition
          object={object}
          label={t('role.where')}
          help={t('role.whereHelp')}
          value={typeof where === 'string' ? where : ''}
          onChange={(next) => onChange(next, true)}
        />
      )}
    </>
  )
}

function ConditionOfEach({ object, grant, onChange }: Props) {
  const { t } = useTexts('studio')
  const conditions: Conditions = typeof grant.where === 'object' ? grant.where : {}
  const rights = rightsOf(grant)
  if (!rights.read) return <p className="st-muted">{t('role.whereNeedsRead')}</p>
  return OPERATIONS.filter((operation) => rights[operation]).map((operation) => (
    <Condition
      key={operation}
      object={object}
      label={t('role.whereOf', { operation: t(`role.operations.${operation}`) })}
      value={conditions[operation] ?? ''}
      onChange={(next) => {
        const { [operation]: _known, ...others } = conditions
        const all = next === undefined ? others : { ...others, [operation]: next }
        onChange(Object.keys(all).length > 0 ? all : undefined, true)
      }}
    />
  ))
}

interface ConditionProps {
  object: string
  label: string
  help?: string
  value: string
  onChange: (value: string | undefined) => void
}

function Condition({ object, label, help, value, onChange }: ConditionProps) {
  return (
    <FormField label={label} {...(help && { help })}>
      {(id) => (
        <DraftExpression
          id={id}
          object={object}
          expects="boolean"
          minRows={2}
          value={value}
          onChange={(next) => onChange(next.trim() === '' ? undefined : next)}
        />
      )}
    </FormField>
  )
}

/** The one condition, said of each operation. */
function spread(grant: GrantDefinition): Where {
  const { where } = grant
  if (typeof where !== 'string' || !rightsOf(grant).read) return where
  return Object.fromEntries(Object.keys(rightsOf(grant)).map((operation) => [operation, where]))
}

/** One condition for every operation: all that was said of any, so that no right gets wider by it. */
function gathered(where: Where): Where {
  if (typeof where !== 'object') return where
  const [first, ...others] = new Set(Object.values(where))
  return others.length === 0 ? first : [first, ...others].map((each) => `(${each})`).join(' && ')
}
