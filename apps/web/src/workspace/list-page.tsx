import { AppLink, ProblemNote, isApiProblem, useMe, useObjectSchema, useTexts, useViews } from '@fieldwork/ui'
import { useParams } from '@tanstack/react-router'

import { ListPageSkeleton } from './list-page-skeleton.tsx'
import { ObjectList } from './object-list.tsx'

/** The list of an object's records. */
export function ListPage() {
  const { object } = useParams({ strict: false }) as { object: string }
  const { t } = useTexts('app')
  const rights = useMe().data?.rights[object] ?? []
  const schema = useObjectSchema(object, 'update')
  const views = useViews(object)
  const error = schema.error ?? views.error
  if (error && !(schema.data && views.data)) {
    return (
      <div className="fw-centred">
        <ProblemNote
          error={error}
          onRetry={() => void Promise.all([schema.refetch(), views.refetch()])}
          action={isApiProblem(error, 'not_found') ? <AppLink to="/">{t('notFound.home')}</AppLink> : null}
        />
      </div>
    )
  }
  if (!schema.data || !views.data) return <ListPageSkeleton object={object} />
  return <ObjectList key={object} schema={schema.data} views={views.data} rights={rights} />
}
