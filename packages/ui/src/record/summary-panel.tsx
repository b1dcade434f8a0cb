import { FieldValue } from '@fieldwork/fields/ui'
import type { FieldShape } from '@fieldwork/fields/ui'

import { useRecordPages } from '../api/queries.ts'
import type { LayoutBlock, ObjectSchema, RecordData } from '../api/types.ts'
import { localize } from '../texts/localized.ts'
import { useTexts } from '../texts/i18n.ts'
import { MaskedValue } from '../values/masked-value.tsx'
import { maskedOf } from '../values/masked.ts'
import { shapeOf, shapeOfInfo } from '../values/shapes.ts'

/** The most telling values of a record beside each other, each large under its label. */
export function SummaryPanel(props: { block: LayoutBlock; schema: ObjectSchema; record: RecordData }) {
  const { block, schema, record } = props
  const { locale } = useTexts()
  const shapes = shapesOf(block, schema, locale)
  const paths = shapes.map(({ name }) => name).filter((path) => path.includes('.'))
  const further = useFurtherValues(schema.object, record, paths)
  const label = localize(block.label, locale)
  return (
    <section className="fw-figures" aria-label={label || undefined}>
      {label ? <h2 className="fw-section-title">{label}</h2> : null}
      <dl>
        {shapes.map((field) => (
          <div key={field.name}>
            <dt>{field.label}</dt>
            <dd>
              <Figure field={field} record={field.name.includes('.') ? further : record} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Figure({ field, record }: { field: FieldShape; record: RecordData | undefined }) {
  const hidden = maskedOf(record)
  const value = record?.[field.name]
  if (field.name in hidden) return <MaskedValue preview={hidden[field.name] ?? null} />
  if (value === null || value === undefined || value === '') return <span className="fw-faint">—</span>
  return <FieldValue field={field} value={value} inLine />
}

function shapesOf({ fields = {} }: LayoutBlock, schema: ObjectSchema, locale: 'en' | 'zh-CN'): FieldShape[] {
  return Object.entries(fields)
    .sort(([, a], [, b]) => (a.order ?? 0) - (b.order ?? 0))
    .flatMap(([path, { field, label }]) => {
      const shape = field ? shapeOfInfo(path, field) : shapeOf(schema, path)
      return shape ? [{ ...shape, label: localize(label, locale) || shape.label }] : []
    })
}

/** Values of the records that a record refers to; nothing is asked where no path leads there. */
function useFurtherValues(object: string, { id, version }: RecordData, paths: string[]): RecordData | undefined {
  const isAsked = paths.length > 0 && version > 0
  const list = useRecordPages(object, { filter: `id == "${id}"`, fields: paths, limit: 1 }, isAsked)
  // while another record is asked for, the answer for the one before is still there
  return list.data?.pages[0]?.data.find((record) => record.id === id)
}
