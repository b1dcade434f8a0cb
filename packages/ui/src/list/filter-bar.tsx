import { CloseOutlined, FilterOutlined } from '@ant-design/icons'
import type { FieldShape } from '@fieldwork/fields/ui'
import { Button, Popover, Skeleton } from 'antd'
import { Suspense, lazy, useState } from 'react'
import type { ComponentProps } from 'react'

import { useTexts } from '../texts/i18n.ts'
import { ChipWords } from './chip-words.tsx'
import { isCondition } from './filter-expression.ts'
import type { FilterCondition, FilterPart } from './filter-expression.ts'

/** The widgets of all field types come with it: for whoever filters, not with every list. */
const LazyEditor = lazy(async () => ({ default: (await import('./condition-editor.tsx')).ConditionEditor }))

const ConditionEditor = (props: ComponentProps<typeof LazyEditor>) => (
  <Suspense fallback={<Skeleton active title={false} className="fw-condition" />}>
    <LazyEditor {...props} />
  </Suspense>
)

/** The active filters as chips, each to be changed or taken away, and the way to add one. */
export function FilterBar(props: {
  fields: FieldShape[]
  parts: FilterPart[]
  onChange: (parts: FilterPart[]) => void
}) {
  const { fields, parts, onChange } = props
  const { t } = useTexts()
  const replace = (index: number, part: FilterPart): void =>
    onChange(parts.map((old, at) => (at === index ? part : old)))
  const remove = (index: number): void => onChange(parts.filter((_, at) => at !== index))

  return (
    <div className="fw-filters" role="group" aria-label={t('list.filters')}>
      {parts.map((part, index) => (
        <FilterChip
          key={`${index}-${JSON.stringify(part)}`}
          part={part}
          fields={fields}
          onChange={(next) => replace(index, next)}
          onRemove={() => remove(index)}
        />
      ))}
      <AddFilter fields={fields} onAdd={(condition) => onChange([...parts, condition])} isFirst={parts.length === 0} />
      {parts.length > 1 ? (
        <Button type="text" size="small" onClick={() => onChange([])}>
          {t('list.clearFilters')}
        </Button>
      ) : null}
    </div>
  )
}

function AddFilter(props: { fields: FieldShape[]; onAdd: (condition: FilterCondition) => void; isFirst: boolean }) {
  const [isOpen, setOpen] = useState(false)
  const [round, setRound] = useState(0)
  const { t } = useTexts()
  const add = (condition: FilterCondition): void => {
    setOpen(false)
    props.onAdd(condition)
  }
  /** opened again while it still fades out, it must not show what was entered before */
  const turn = (open: boolean): void => {
    if (open) setRound(round + 1)
    setOpen(open)
  }
  return (
    <Popover
      open={isOpen}
      onOpenChange={turn}
      trigger="click"
      placement="bottomLeft"
      arrow={false}
      destroyOnHidden
      content={<ConditionEditor key={round} fields={props.fields} onApply={add} />}
    >
      <Button type="text" icon={<FilterOutlined />} className="fw-filter-add">
        {t(props.isFirst ? 'list.filter' : 'list.addFilter')}
      </Button>
    </Popover>
  )
}

function FilterChip(props: {
  part: FilterPart
  fields: FieldShape[]
  onChange: (part: FilterPart) => void
  onRemove: () => void
}) {
  const { part, fields } = props
  const { t } = useTexts()
  const [isOpen, setOpen] = useState(false)
  const words = <ChipWords part={part} fields={fields} />
  return (
    <span className="fw-chip">
      {isCondition(part) ? (
        <Popover
          open={isOpen}
          onOpenChange={setOpen}
          trigger="click"
          placement="bottomLeft"
          arrow={false}
          destroyOnHidden
          content={
            <ConditionEditor
              fields={fields}
              condition={part}
              onApply={(next) => {
                setOpen(false)
                props.onChange(next)
              }}
            />
          }
        >
          <button type="button" className="fw-chip-text">
            {words}
          </button>
        </Popover>
      ) : (
        <span className="fw-chip-text">{words}</span>
      )}
      <button type="button" className="fw-chip-close" aria-label={t('list.removeFilter')} onClick={props.onRemove}>
        <CloseOutlined />
      </button>
    </span>
  )
}
