import { DeleteOutlined } from '@ant-design/icons'
import { AppLink, EmptyState, PageHeader, useNavigateTo, useTexts } from '@fieldwork/ui'
import { useLocation } from '@tanstack/react-router'
import { App, Button, Skeleton } from 'antd'
import { useEffect } from 'react'

import { goToPointer, ProblemsContext } from '../conversions/pointed.tsx'
import { useConnectionDocument } from '../draft/use-document.ts'
import { studioPaths } from '../paths.ts'
import { PlaceProblems } from '../publish/place-problems.tsx'
import { placeWords } from '../publish/place-words.ts'
import { useDraftProblems } from '../publish/use-draft-problems.ts'
import { ConnectionForm } from './connection-form.tsx'
import {
  ConnectionCalls,
  ConnectionSecrets,
  ConnectionTrial,
  ConnectionUses,
  useConnectionUses,
} from './connection-side.tsx'
import type { ConnectionDefinition } from './connection.ts'
import { useDraftedConnections } from './use-connections.ts'

/** One service outside: what it is, its secrets, a call to try it, and what was called. */
export function ConnectionPage({ name }: { name: string }) {
  const { t } = useTexts('studio')
  const { status, definition, base, edit } = useConnectionDocument(name)
  const problems = useDraftProblems('connection', name)
  const focus = new URLSearchParams(useLocation({ select: (location) => location.searchStr })).get('at')
  const isReady = status === 'ready'
  useEffect(() => {
    if (isReady && focus !== null) goToPointer(focus)
  }, [isReady, focus])
  if (status === 'loading') return <Skeleton className="st-page" active paragraph={{ rows: 8 }} />
  if (!definition) {
    return (
      <EmptyState
        icon="api"
        title={t('cn.missing', { name })}
        action={<AppLink to={studioPaths.connections}>{t('cn.title')}</AppLink>}
      />
    )
  }
  return (
    <ProblemsContext.Provider value={problems}>
      <div className="st-page st-au-page">
        <Header connection={definition} />
        <PlaceProblems
          problems={problems}
          fine={t('cn.fine')}
          placeOf={(pointer) => placeWords(pointer, t) || t('cn.settings')}
          onGo={goToPointer}
        />
        <div className="st-au-body">
          <ConnectionForm connection={definition} edit={edit} />
          <aside className="st-au-side">
            {base === null ? (
              <p className="st-au-card st-muted">{t('cn.publishFirst')}</p>
            ) : (
              <>
                <ConnectionSecrets name={name} />
                <ConnectionTrial name={name} />
                <ConnectionCalls name={name} />
              </>
            )}
            <ConnectionUses name={name} />
          </aside>
        </div>
      </div>
    </ProblemsContext.Provider>
  )
}

function Header({ connection }: { connection: ConnectionDefinition }) {
  const { t, locale } = useTexts('studio')
  const { modal } = App.useApp()
  const navigate = useNavigateTo()
  const { connections, put } = useDraftedConnections()
  const uses = useConnectionUses(connection.name)
  const known = connections.find(({ definition }) => definition.name === connection.name)
  const label = connection.label?.[locale] || connection.name
  const remove = (): void => {
    void modal.confirm({
      title: t('cn.removeTitle', { label }),
      content: t('cn.removeText', { count: uses.length }),
      okText: t('cn.remove'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => {
        navigate(studioPaths.connections)
        if (known) put(known, connection.name, null)
      },
    })
  }
  return (
    <>
      <AppLink to={studioPaths.connections} className="st-back">
        ‹ {t('cn.title')}
      </AppLink>
      <PageHeader
        title={label}
        note={<code className="st-code">{connection.name}</code>}
        actions={
          <Button icon={<DeleteOutlined />} onClick={remove}>
            {t('cn.remove')}
          </Button>
        }
      />
    </>
  )
}
