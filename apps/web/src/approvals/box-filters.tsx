import { useDebounced, useMe, useTexts } from '@fieldwork/ui'
import { SearchOutlined } from '@ant-design/icons'
import { Checkbox, Input, Select } from 'antd'
import { useEffect, useState } from 'react'

import type { Box, BoxFilter } from './queries.ts'
import type { ApprovalHead } from './types.ts'

const TYPING_MS = 250
const OUTCOMES: ApprovalHead['state'][] = ['pending', 'approved', 'rejected', 'returned', 'recalled']
const EVERYTHING = ''

interface FilterProps {
  box: Box
  value: BoxFilter
  onChange: (value: BoxFilter) => void
}

/** Looks for approvals of a list: by words, object, where they stand, and lateness. */
export function BoxFilters({ box, value, onChange }: FilterProps) {
  const { t } = useTexts('app')
  const objects = Object.entries(useMe().data?.objects ?? {})
  const put = (part: { [Name in keyof BoxFilter]: BoxFilter[Name] | undefined }): void => {
    const next = Object.entries({ ...value, ...part }).filter(([, each]) => each !== undefined)
    onChange(Object.fromEntries(next) as BoxFilter)
  }
  return (
    <div className="fw-box-filters" role="search">
      <Words value={value.q ?? ''} onChange={(q) => put({ q: q || undefined })} />
      <Select
        aria-label={t('approvals.object')}
        className="fw-box-filter"
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        value={value.object ?? EVERYTHING}
        options={[
          { value: EVERYTHING, label: t('approvals.allObjects') },
          ...objects.map(([name, { label }]) => ({ value: name, label })),
        ]}
        onChange={(object) => put({ object: object || undefined })}
      />
      {box === 'mine' ? null : (
        <Select
          aria-label={t('approvals.outcome')}
          className="fw-box-filter"
          value={value.outcome ?? EVERYTHING}
          options={[
            { value: EVERYTHING, label: t('approvals.allOutcomes') },
            ...OUTCOMES.map((state) => ({ value: state, label: t(`approvals.states.${state}`) })),
          ]}
          onChange={(outcome) => put({ outcome: OUTCOMES.find((state) => state === outcome) })}
        />
      )}
      {box === 'mine' || box === 'submitted' ? (
        <Checkbox
          checked={value.overdue === true}
          onChange={({ target }) => put({ overdue: target.checked ? true : undefined })}
        >
          {t('approvals.overdueOnly')}
        </Checkbox>
      ) : null}
    </div>
  )
}

function Words({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { t } = useTexts('app')
  const [text, setText] = useState(value)
  const settled = useDebounced(text, TYPING_MS).trim()
  useEffect(() => {
    if (settled !== value) onChange(settled)
    // what is typed is told, what is told from outside is shown below
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [settled])
  useEffect(() => {
    if (value === '') setText('')
  }, [value])
  return (
    <Input
      className="fw-box-search"
      allowClear
      prefix={<SearchOutlined />}
      aria-label={t('approvals.search')}
      placeholder={t('approvals.search')}
      value={text}
      onChange={({ target }) => setText(target.value)}
    />
  )
}
