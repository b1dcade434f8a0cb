import { DeleteOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, Select } from 'antd'

import { useRoles } from '../catalog/queries.ts'
import { FormField } from '../parts/form-field.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import { TagsInput } from '../parts/tags-input.tsx'
import type { RoleRule, SecurityPolicy } from './queries.ts'

interface RoleRulesProps {
  rules: SecurityPolicy['roles']
  errorAt: (pointer: string) => string | undefined
  onChange: (rules: SecurityPolicy['roles']) => void
}

/** What some roles demand beyond what holds for everybody. */
export function RoleRules({ rules, errorAt, onChange }: RoleRulesProps) {
  const { t, locale } = useTexts('studio')
  const roles = useRoles().data ?? []
  const labelOf = (name: string): string => roles.find((role) => role.name === name)?.label[locale] ?? name
  const others = roles.filter(({ name }) => !(name in rules))
  const change = (name: string, part: RoleRule): void => onChange({ ...rules, [name]: { ...rules[name], ...part } })
  const remove = (name: string): void =>
    onChange(Object.fromEntries(Object.entries(rules).filter(([key]) => key !== name)))
  return (
    <section className="st-role-rules" aria-label={t('policy.roles.title')}>
      <h4>{t('policy.roles.title')}</h4>
      {Object.keys(rules).length === 0 ? <p className="st-help">{t('policy.roles.none')}</p> : null}
      <ul>
        {Object.entries(rules).map(([name, rule]) => (
          <li key={name}>
            <strong>{labelOf(name)}</strong>
            <SwitchLine
              label={t('policy.roles.factor')}
              value={rule.second_factor === true}
              onChange={(value) => change(name, { second_factor: value })}
            />
            <FormField label={t('policy.roles.addresses')} error={errorAt(`/roles/${name}`)}>
              {(id) => (
                <TagsInput
                  id={id}
                  placeholder={t('policy.roles.anywhere')}
                  value={rule.addresses ?? []}
                  onChange={(addresses) => change(name, { addresses })}
                />
              )}
            </FormField>
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('policy.roles.remove', { role: labelOf(name) })}
              onClick={() => remove(name)}
            />
          </li>
        ))}
      </ul>
      <Select
        className="st-role-rules-add"
        aria-label={t('policy.roles.add')}
        placeholder={t('policy.roles.add')}
        showSearch={{ optionFilterProp: 'label' }}
        value={null}
        options={others.map(({ name, label }) => ({ value: name, label: label[locale] }))}
        onChange={(name: string | null) => (name === null ? undefined : change(name, { second_factor: true }))}
      />
    </section>
  )
}
