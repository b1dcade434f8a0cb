import { DeleteOutlined } from '@ant-design/icons'
import { AppLink, EmptyState, PageHeader, useNavigateTo, useTexts } from '@fieldwork/ui'
import { useLocation } from '@tanstack/react-router'
import { App, Button, Skeleton } from 'antd'
import { useEffect } from 'react'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { goToPointer, ProblemsContext } from '../conversions/pointed.tsx'
import { useDeadlineDocument } from '../draft/use-document.ts'
import { sameJson } from '../model/json.ts'
import { studioPaths } from '../paths.ts'
import { PlaceProblems } from '../publish/place-problems.tsx'
import { placeWords } from '../publish/place-words.ts'
import { useDraftProblems } from '../publish/use-draft-problems.ts'
import { DeadlineForm } from './deadline-form.tsx'
import type { DeadlineDefinition } from './deadline.ts'
import { DeadlinePreview } from './deadline-preview.tsx'
import { RunningDeadlines } from './running-deadlines.tsx'
import { useDeadlineCounts, useDraftedDeadlines } from './use-deadlines.ts'

/** One deadline: what it says, when something would be due by it, and what it does just now. */
export function DeadlinePage({ name }: { name: string }) {
  const { t } = useTexts('studio')
  const { status, definition, base, edit } = useDeadlineDocument(name)
  const problems = useDraftProblems('deadline', name)
  const focus = new URLSearchParams(useLocation({ select: (location) => location.searchStr })).get('at')
  const isReady = status === 'ready'
  useEffect(() => {
    if (isReady && focus !== null) goToPointer(focus)
  }, [isReady, focus])
  if (status === 'loading') return <Skeleton className="st-page" active paragraph={{ rows: 8 }} />
  if (!definition) {
    return (
      <EmptyState
        icon="clock-circle"
        title={t('dl.missing', { name })}
        action={<AppLink to={studioPaths.deadlines}>{t('dl.title')}</AppLink>}
      />
    )
  }
  return (
    <ProblemsContext.Provider value={problems}>
      <div className="st-page st-au-page">
        <Header deadline={definition} isPublished={base !== null} />
        <PlaceProblems
          problems={problems}
          fine={t('dl.fine')}
          placeOf={(pointer) => placeWords(pointer, t) || t('dl.settings')}
          onGo={goToPointer}
        />
        <div className="st-au-body">
          <DeadlineForm deadline={definition} edit={edit} />
          <aside className="st-au-side">
            {base === null ? (
              <section className="st-au-card" aria-label={t('dl.preview')}>
                <h3 className="st-group-title">{t('dl.preview')}</h3>
                <p className="st-help">{t('dl.unpublished')}</p>
              </section>
            ) : (
              <>
                {base.active === false ? null : (
                  <DeadlinePreview published={base} isChanged={!sameJson(base, definition)} />
                )}
                <RunningDeadlines rule={name} />
              </>
            )}
          </aside>
        </div>
      </div>
    </ProblemsContext.Provider>
  )
}

function Header({ deadline, isPublished }: { deadline: DeadlineDefinition; isPublished: boolean }) {
  const { t, locale } = useTexts('studio')
  const { modal } = App.useApp()
  const navigate = useNavigateTo()
  const { deadlines, put } = useDraftedDeadlines()
  const counts = useDeadlineCounts(deadline.name, isPublished).data
  const object = useStudioObjects().find(({ name }) => name === deadline.object)
  const known = deadlines.find(({ definition }) => definition.name === deadline.name)
  const label = deadline.label?.[locale] || deadline.name
  const remove = (): void => {
    void modal.confirm({
      title: t('dl.removeTitle', { label }),
      content: t('dl.removeText', { count: counts ? counts.open + counts.paused + counts.missed : 0 }),
      okText: t('dl.remove'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => {
        navigate(studioPaths.deadlines)
        if (known) put(known, deadline.name, null)
      },
    })
  }
  return (
    <>
      <AppLink to={studioPaths.deadlines} className="st-back">
        ‹ {t('dl.title')}
      </AppLink>
      <PageHeader
        title={label}
        note={<code className="st-code">{deadline.name}</code>}
        line={object?.label[locale] ?? deadline.object}
        actions={
          <Button icon={<DeleteOutlined />} onClick={remove}>
            {t('dl.remove')}
          </Button>
        }
      />
    </>
  )
}
