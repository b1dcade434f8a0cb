import { DetailFields, RecordForm, useApi, useObjectSchema, useTexts } from '@fieldwork/ui'
import type { Layout, ObjectSchema, RecordData } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { useMemo } from 'react'

import { useFieldTypes } from '../catalog/field-types.ts'
import type { LayoutDefinition } from '../model/definitions.ts'
import { useDesigner } from './designer-context.ts'
import { previewSchema, withSummaryFields } from './preview-schema.ts'
import { useSummaryChoices } from './summary-fields.ts'

/** How wide the preview is. */
export type PreviewWidth = 'desktop' | 'phone'

/** The real form or detail page with the layout as it is in the draft. */
export function LayoutPreview({ layout, width }: { layout: LayoutDefinition; width: PreviewWidth }) {
  const { locale } = useTexts()
  const { object, definition } = useDesigner()
  const types = useFieldTypes()
  const choices = useSummaryChoices(object, Object.values(layout.blocks))
  const collections = useObjectSchema(object.isNew ? '' : object.name, 'update').data?.collections
  const schema = useMemo(
    () => ({
      ...previewSchema({
        object,
        definition,
        types,
        locale,
        layout: withSummaryFields(layout as Layout, choices, { definition, types, locale }),
      }),
      collections: collections ?? {},
    }),
    [object, definition, types, locale, layout, collections, choices],
  )
  return (
    <div className={`st-preview st-preview-${width}`}>
      <div className="st-preview-page">
        {layout.purpose === 'form' ? (
          <RecordForm key={schema.hash} schema={schema} layout={layout as Layout} preview />
        ) : (
          <DetailPreview schema={schema} />
        )}
      </div>
    </div>
  )
}

/** Stands in where there is no record yet: nothing refers to it. */
const NO_RECORD: RecordData = { id: '00000000-0000-7000-8000-000000000000', version: 0 }

/** A real record where there is one; new fields of the draft are still empty in it. */
function DetailPreview({ schema }: { schema: ObjectSchema }) {
  const api = useApi()
  const { object } = useDesigner()
  const published = useObjectSchema(object.isNew ? '' : object.name, 'update').data
  const record = useQuery({
    queryKey: ['records', object.name, 'preview'],
    enabled: !object.isNew,
    queryFn: async ({ signal }) =>
      (await api.get<{ data: RecordData[] }>(`/api/records/${object.name}?limit=1`, signal)).data[0] ?? null,
  })
  const shown = published ? { ...schema, fields: { ...schema.fields, ...published.fields } } : schema
  if (!object.isNew && record.isPending) return <Skeleton active />
  return <DetailFields schema={shown} record={record.data ?? NO_RECORD} />
}
