import { useTexts } from '@fieldwork/ui'
import { Button, Input, Select } from 'antd'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { useUsers } from '../users/queries.ts'
import { ACTIONS, NO_FILTER, OUTCOMES } from './queries.ts'
import type { LogFilter } from './queries.ts'

interface FilterBarProps {
  filter: LogFilter
  onChange: (filter: LogFilter) => void
}

/** What the lines are narrowed by; all of it holds together. */
export function LogFilterBar({ filter, onChange }: FilterBarProps) {
  const { t, locale } = useTexts('studio')
  const users = useUsers().data ?? []
  const objects = useStudioObjects()
  const change = (part: Partial<LogFilter>): void => onChange({ ...filter, ...part })
  const many = (name: 'action' | 'outcome', values: readonly string[]) => (
    <Select
      mode="multiple"
      allowClear
      maxTagCount="responsive"
      aria-label={t(`log.${name}`)}
      placeholder={t(`log.${name}`)}
      value={filter[name]}
      onChange={(next: string[]) => change({ [name]: next })}
      options={values.map((value) => ({ value, label: t(`log.${name}s.${value}`) }))}
      optionFilterProp="label"
    />
  )
  const one = (name: 'actor' | 'object', options: { value: string; label: string }[]) => (
    <Select
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      aria-label={t(`log.${name}`)}
      placeholder={t(`log.${name}`)}
      value={filter[name]}
      onChange={(next: string | undefined) => change({ [name]: next ?? null })}
      options={options}
    />
  )
  const day = (name: 'from' | 'to') => (
    <Input
      type="date"
      aria-label={t(`log.${name}`)}
      prefix={<span className="st-muted">{t(`log.${name}`)}</span>}
      value={filter[name]}
      onChange={(event) => change({ [name]: event.target.value })}
    />
  )
  return (
    <div className="st-log-filter" role="search" aria-label={t('log.filter')}>
      {many('action', ACTIONS)}
      {many('outcome', OUTCOMES)}
      {one(
        'actor',
        users.map(({ id, name, username }) => ({ value: id, label: `${name} (${username})` })),
      )}
      {one(
        'object',
        objects.map(({ name, label }) => ({ value: name, label: label[locale] })),
      )}
      {day('from')}
      {day('to')}
      <Input
        allowClear
        aria-label={t('log.q')}
        placeholder={t('log.q')}
        value={filter.q}
        onChange={(event) => change({ q: event.target.value })}
      />
      <Button type="text" onClick={() => onChange(NO_FILTER)} disabled={filter === NO_FILTER}>
        {t('log.clear')}
      </Button>
    </div>
  )
}
