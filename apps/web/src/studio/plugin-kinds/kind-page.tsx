import { DeleteOutlined } from '@ant-design/icons'
import { AppLink, EmptyState, FieldIcon, PageHeader, useNavigateTo, useTexts } from '@fieldwork/ui'
import { useLocation } from '@tanstack/react-router'
import { App, Button, Skeleton } from 'antd'
import { useEffect } from 'react'

import { goToPointer, ProblemsContext } from '../conversions/pointed.tsx'
import { useKindDocument } from '../draft/use-document.ts'
import { pointerTokens } from '../model/json.ts'
import { studioPaths } from '../paths.ts'
import { PlaceProblems } from '../publish/place-problems.tsx'
import { useDraftProblems } from '../publish/use-draft-problems.ts'
import { useRevisionTitle } from '../revisions/use-revision-title.ts'
import { KindForm } from './kind-form.tsx'
import { schemaParts } from './kind-schema.ts'
import { useKindDocuments, useKindHistory } from './queries.ts'
import type { KindDocument, PluginKind } from './queries.ts'

interface KindPageProps {
  kind: PluginKind
  name: string
}

/** One document of a plugin's kind: what it says, what is wrong with it, and when it was changed. */
export function KindPage({ kind, name }: KindPageProps) {
  const { t, locale } = useTexts('studio')
  const { status, definition, base, edit } = useKindDocument<KindDocument>(kind.name, name)
  const problems = useDraftProblems(kind.name, name)
  const focus = new URLSearchParams(useLocation({ select: (location) => location.searchStr })).get('at')
  const isReady = status === 'ready'
  useEffect(() => {
    if (isReady && focus !== null) goToPointer(focus)
  }, [isReady, focus])
  if (status === 'loading') return <Skeleton className="st-page" active paragraph={{ rows: 8 }} />
  if (!definition)
    return (
      <EmptyState
        icon={kind.icon}
        title={t('pluginKinds.missing', { name })}
        action={<AppLink to={studioPaths.kind(kind.name)}>{kind.label[locale]}</AppLink>}
      />
    )
  const parts = schemaParts(kind.schema, locale)
  const placeOf = (pointer: string): string => {
    const [first = ''] = pointerTokens(pointer)
    return parts.find((part) => part.name === first)?.label ?? (first || kind.label[locale])
  }
  return (
    <ProblemsContext.Provider value={problems}>
      <div className="st-page st-au-page">
        <Header kind={kind} document={definition} />
        <PlaceProblems problems={problems} fine={t('pluginKinds.fine')} placeOf={placeOf} onGo={goToPointer} />
        <div className="st-au-body">
          <KindForm kind={kind} document={definition} edit={edit} />
          <aside className="st-au-side">
            <History kind={kind} name={name} isPublished={base !== null} />
          </aside>
        </div>
      </div>
    </ProblemsContext.Provider>
  )
}

function Header({ kind, document }: { kind: PluginKind; document: KindDocument }) {
  const { t, locale } = useTexts('studio')
  const { modal } = App.useApp()
  const navigate = useNavigateTo()
  const { documents, put } = useKindDocuments(kind.name)
  const known = documents.find(({ definition }) => definition.name === document.name)
  const label = document.label?.[locale] || document.name
  const remove = (): void =>
    void modal.confirm({
      title: t('pluginKinds.removeTitle', { label }),
      content: t('pluginKinds.removeText'),
      okText: t('pluginKinds.remove'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => {
        navigate(studioPaths.kind(kind.name))
        if (known) put(known, document.name, null)
      },
    })
  return (
    <>
      <AppLink to={studioPaths.kind(kind.name)} className="st-back">
        ‹ {kind.label[locale]}
      </AppLink>
      <PageHeader
        icon={<FieldIcon name={kind.icon} />}
        title={label}
        note={<code className="st-code">{document.name}</code>}
        line={kind.help?.[locale]}
        actions={
          <Button icon={<DeleteOutlined />} onClick={remove}>
            {t('pluginKinds.remove')}
          </Button>
        }
      />
    </>
  )
}

function History({ kind, name, isPublished }: KindPageProps & { isPublished: boolean }) {
  const { t } = useTexts('studio')
  const history = useKindHistory({ kind: kind.name, name }, isPublished)
  const titleOf = useRevisionTitle()
  return (
    <section className="st-au-card" aria-label={t('pluginKinds.history')}>
      <h3 className="st-group-title">{t('pluginKinds.history')}</h3>
      {isPublished ? null : <p className="st-help">{t('pluginKinds.unpublished')}</p>}
      <ol className="st-revisions">
        {history.data?.map((each) => (
          <li key={each.revision} className="st-revision">
            <span className="st-revision-number">{each.revision}</span>
            <AppLink to={studioPaths.revision(each.revision)} className="st-grow">
              {titleOf(each)}
            </AppLink>
          </li>
        ))}
      </ol>
    </section>
  )
}
