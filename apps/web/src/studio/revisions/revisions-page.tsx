import { EmptyState, PageHeader, useNavigateTo, useTexts } from '@fieldwork/ui'
import { Button, Drawer, Skeleton, Tag } from 'antd'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { useDocumentTitle } from '../publish/document-title.ts'
import { studioPaths } from '../paths.ts'
import { useUserNames } from '../users/queries.ts'
import { useRevisions } from './queries.ts'
import type { RevisionSummary } from './queries.ts'
import { useRevisionTitle } from './use-revision-title.ts'
import { RevisionView } from './revision-view.tsx'

/** What was published, when and by whom; each with its differences, and the way back. */
export function RevisionsPage({ revision }: { revision: number | null }) {
  const { t } = useTexts('studio')
  const navigate = useNavigateTo()
  const revisions = useRevisions()
  const all = revisions.data?.pages.flat() ?? []
  const titleOf = useRevisionTitle()
  const opened = all.find((each) => each.revision === revision)
  return (
    <div className="st-page">
      <PageHeader title={t('revisions.title')} line={t('revisions.line')} />
      {revisions.isPending ? <Skeleton active paragraph={{ rows: 6 }} title={false} /> : null}
      {revisions.isSuccess && all.length === 0 ? <EmptyState icon="book" title={t('revisions.none')} /> : null}
      <ol className="st-revisions">
        {all.map((each) => (
          <RevisionItem key={each.revision} revision={each} isNewest={each === all[0]} />
        ))}
      </ol>
      {revisions.hasNextPage ? (
        <Button onClick={() => void revisions.fetchNextPage()} loading={revisions.isFetchingNextPage}>
          {t('revisions.more')}
        </Button>
      ) : null}
      <Drawer
        open={revision !== null}
        size={820}
        className="st-drawer"
        title={t('revisions.one', { revision })}
        onClose={() => navigate(studioPaths.revisions)}
      >
        {revision === null ? null : <RevisionView revision={revision} title={opened ? titleOf(opened) : null} />}
      </Drawer>
    </div>
  )
}

function RevisionItem({ revision, isNewest }: { revision: RevisionSummary; isNewest: boolean }) {
  const { t } = useTexts('studio')
  const titleOf = useRevisionTitle()
  const navigate = useNavigateTo()
  return (
    <li className="st-revision">
      <span className="st-revision-number">{revision.revision}</span>
      <div className="st-grow">
        <button type="button" className="st-link" onClick={() => navigate(studioPaths.revision(revision.revision))}>
          {titleOf(revision)}
        </button>
        {isNewest ? <Tag color="green">{t('revisions.current')}</Tag> : null}
        <p className="st-muted">
          <RevisionActor actor={revision.actor} /> · <RevisionTime at={revision.at} />
        </p>
        <DocumentTags documents={revision.documents} />
      </div>
    </li>
  )
}

const MAX_TAGS = 6

function DocumentTags({ documents }: { documents: RevisionSummary['documents'] }) {
  const { t } = useTexts('studio')
  const titleOf = useDocumentTitle()
  const shipped = new Set(useStudioObjects().flatMap((object) => (object.shipped ? [object.name] : [])))
  // the first overlay of a shipped object is no new object, and one that goes away deletes none
  const changeOf = ({ layer, kind, name, change }: RevisionSummary['documents'][number]) =>
    layer === 'workspace' && kind === 'object' && shipped.has(name) ? 'changed' : change
  const colors = { created: 'green', changed: 'gold', deleted: 'red' } as const
  return (
    <p className="st-tags">
      {documents.slice(0, MAX_TAGS).map((document) => (
        <Tag
          key={`${document.layer}/${document.kind}/${document.name}`}
          variant="filled"
          color={colors[changeOf(document)]}
        >
          {t(`diff.${changeOf(document)}`)} {titleOf(document)}
        </Tag>
      ))}
      {documents.length > MAX_TAGS ? (
        <span className="st-muted">{t('revisions.moreDocuments', { count: documents.length - MAX_TAGS })}</span>
      ) : null}
    </p>
  )
}

function RevisionActor({ actor }: { actor: RevisionSummary['actor'] }) {
  const { t } = useTexts('studio')
  const names = useUserNames()
  if (actor === null) return <>{t('revisions.program')}</>
  if (typeof actor === 'string') return <>{names.get(actor) ?? t('revisions.someone')}</>
  return <>{actor.label ?? actor.name ?? names.get(actor.id) ?? t('revisions.someone')}</>
}

function RevisionTime({ at }: { at: string }) {
  const { locale } = useTexts()
  const text = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at))
  return <time dateTime={at}>{text}</time>
}
