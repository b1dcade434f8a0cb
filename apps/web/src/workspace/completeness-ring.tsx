import { useBlockStates, useTexts } from '@fieldwork/ui'
import type { CompletenessInfo, Layout, ObjectSchema, RecordData } from '@fieldwork/ui'
import { Popover, Progress } from 'antd'
import { useMemo } from 'react'

const SIZE_PX = 28

/** How complete a record is; a click shows by group what is missing. Nothing where its object has no standard. */
export function CompletenessRing({ schema, record }: { schema: ObjectSchema; record: RecordData }) {
  const percent = record['completeness']
  if (!schema.completeness || typeof percent !== 'number') return null
  return <Ring schema={schema} record={record} groups={schema.completeness} percent={percent} />
}

interface RingProps {
  schema: ObjectSchema
  record: RecordData
  groups: CompletenessInfo[]
  percent: number
}

function Ring(props: RingProps) {
  const { t } = useTexts('app')
  const label = t('record.completeness', { percent: props.percent })
  return (
    <Popover trigger="click" placement="bottomLeft" title={label} content={<Missing {...props} />}>
      <button type="button" className="fw-completeness" aria-label={label}>
        <Progress type="circle" percent={props.percent} size={SIZE_PX} strokeWidth={12} />
      </button>
    </Popover>
  )
}

function Missing({ schema, record, groups }: RingProps) {
  const { t } = useTexts('app')
  const layout = useMemo(() => conditionsLayout(schema.object, groups), [schema.object, groups])
  const states = useBlockStates(schema, layout, record)
  return (
    <dl className="fw-missing">
      {groups
        .filter(({ name }) => states[name]?.visible !== false)
        .map(({ name, label, responsible, field, fields }) => {
          const missing = Object.keys(fields).filter((each) => schema.fields[each]?.readable && isEmpty(record[each]))
          const words = missing.map((each) => schema.fields[each]?.label).join(t('record.separator'))
          return (
            <div key={name}>
              <dt>
                {label} · {String(record[field] ?? '')}%{responsible ? <small> {responsible}</small> : null}
              </dt>
              <dd>{missing.length > 0 ? t('record.missing', { fields: words }) : t('record.nothingMissing')}</dd>
            </div>
          )
        })}
    </dl>
  )
}

/** The conditions of the groups as those of blocks, so that they are evaluated as any. */
function conditionsLayout(object: string, groups: CompletenessInfo[]): Layout {
  const blocks = groups.map(({ name, when }, y) => [
    name,
    { type: 'text' as const, x: 0, y, w: 24, h: 1, ...(when !== null && { visibleWhen: when }) },
  ])
  return { object, purpose: 'detail', blocks: Object.fromEntries(blocks) }
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
