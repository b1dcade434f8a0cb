import { useTexts } from '@fieldwork/ui'
import { InputNumber } from 'antd'

import { DraftExpression } from '../catalog/draft-expression.tsx'
import type { Block, BlockColumn } from '../model/definitions.ts'
import { FieldSelect, FieldsSelect } from '../parts/field-select.tsx'
import { FormField } from '../parts/form-field.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import { useDesigner } from './designer-context.ts'
import { useShownObject } from './lines.ts'

const SUMMED = new Set(['integer', 'decimal', 'money', 'percent', 'formula', 'roll-up'])
const USUAL_ROWS = 5

interface TableProps {
  block: Block
  onChange: (change: Partial<Block>) => void
}

/** Columns and totals of a table on a layout; for related lists their order, condition and length too. */
export function TableProperties({ block, onChange }: TableProps) {
  const { t } = useTexts('studio')
  const { object } = useDesigner()
  const shown = useShownObject(object, block)
  if (!shown) return null
  const columns = Object.entries(block.columns ?? {}).sort(([, a], [, b]) => a.order - b.order)
  const chosen = columns.map(([name]) => name)
  const summable = shown.fields.filter(({ name, type }) => chosen.includes(name) && SUMMED.has(type))
  const summed = columns.flatMap(([name, { aggregate }]) => (aggregate === 'sum' ? [name] : []))
  return (
    <>
      <FormField label={t('designer.columns')} help={t('designer.columnsHelp')}>
        {(id) => (
          <FieldsSelect
            id={id}
            label={t('designer.columns')}
            fields={shown.fields.filter(({ name }) => name !== 'id' && name !== 'version')}
            value={chosen}
            onChange={(names) => onChange({ columns: columnsFor(names, block.columns ?? {}) })}
          />
        )}
      </FormField>
      {summable.length > 0 ? (
        <FormField label={t('designer.totals')}>
          {(id) => (
            <FieldsSelect
              id={id}
              label={t('designer.totals')}
              fields={summable}
              value={summed}
              onChange={(names) => onChange({ columns: withSums(block.columns ?? {}, names) })}
            />
          )}
        </FormField>
      ) : null}
      {block.type === 'related-list' ? <ListProperties block={block} shown={shown} onChange={onChange} /> : null}
    </>
  )
}

function ListProperties({
  block,
  shown,
  onChange,
}: TableProps & { shown: ReturnType<typeof useShownObject> & object }) {
  const { t } = useTexts('studio')
  const [term = ''] = (block.sort ?? '').split(',')
  const isDescending = term.startsWith('-')
  const field = term.replace(/^-/, '')
  const sort = (name: string | undefined, descending: boolean): void =>
    onChange({ sort: name ? `${descending ? '-' : ''}${name}` : undefined })
  return (
    <>
      <FormField label={t('designer.sort')}>
        {(id) => (
          <FieldSelect
            id={id}
            label={t('designer.sort')}
            fields={shown.fields}
            value={field === '' ? undefined : field}
            placeholder={t('designer.sortUsual')}
            onChange={(name) => sort(name, isDescending)}
          />
        )}
      </FormField>
      {field === '' ? null : (
        <SwitchLine label={t('designer.descending')} value={isDescending} onChange={(on) => sort(field, on)} />
      )}
      <FormField label={t('designer.rows')}>
        {(id) => (
          <InputNumber
            id={id}
            className="st-wide"
            min={1}
            max={100}
            precision={0}
            placeholder={String(USUAL_ROWS)}
            value={block.limit ?? null}
            onChange={(limit) => onChange({ limit: limit ?? undefined })}
          />
        )}
      </FormField>
      <FormField label={t('designer.filter')}>
        {(id) => (
          <DraftExpression
            id={id}
            label={t('designer.filter')}
            object={shown.name}
            expects="boolean"
            minRows={1}
            value={block.filter ?? ''}
            onChange={(filter) => onChange({ filter: filter === '' ? undefined : filter })}
          />
        )}
      </FormField>
    </>
  )
}

/** The chosen columns in their order, each with what was said of it before; none = the usual ones. */
function columnsFor(names: string[], before: Record<string, BlockColumn>): Block['columns'] {
  if (names.length === 0) return undefined
  return Object.fromEntries(names.map((name, at) => [name, { ...before[name], order: (at + 1) * 10 }]))
}

function withSums(columns: Record<string, BlockColumn>, names: string[]): Block['columns'] {
  const entries = Object.entries(columns).map(([name, { aggregate, ...column }]) => {
    if (names.includes(name)) return [name, { ...column, aggregate: 'sum' }] as const
    return [name, aggregate === undefined || aggregate === 'sum' ? column : { ...column, aggregate }] as const
  })
  return Object.fromEntries(entries)
}
