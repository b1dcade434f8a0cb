import { ListSkeleton, ProblemNote, useMe, useObjectSchema, useViews } from '@fieldwork/ui'
import { useParams } from '@tanstack/react-router'

import { ObjectList } from './object-list.tsx'

/** The list of an object's records. */
export function ListPage() {
  const { object } = useParams({ strict: false }) as { object: string }
  const rights = useMe().data?.rights[object] ?? []
  const schema = useObjectSchema(object, 'update')
  const views = useViews(object)
  const error = schema.error ?? views.error
  if (error && !(schema.data && views.data)) {
    return (
      <div className="fw-centred">
        <ProblemNote error={error} onRetry={() => void Promise.all([schema.refetch(), views.refetch()])} />
      </div>
    )
  }
  if (!schema.data || !views.data) return <ListSkeleton />
  return <ObjectList key={object} schema={schema.data} views={views.data} rights={rights} />
}
