import { CheckSquareOutlined, DeleteOutlined, HomeOutlined, SettingOutlined } from '@ant-design/icons'
import { AppLink, FieldIcon, useMe, useTexts } from '@fieldwork/ui'
import type { AppMenu } from '@fieldwork/ui'
import type { ReactNode } from 'react'

import { mayConfigure } from './may-configure.ts'
import { objectItems, pathOfItem } from './current-app.ts'
import { PendingBadge } from './pending-badge.tsx'

/** The slim rail at the left: home, to-dos and the apps; recycle bin and studio at its foot. */
export function Rail({ path, app, isStudio }: { path: string; app: AppMenu | undefined; isStudio: boolean }) {
  const { t } = useTexts('app')
  const me = useMe().data
  const inApp = path.startsWith('/o/') || path.startsWith('/p/')
  return (
    <nav className="fw-rail" aria-label={t('shell.apps')}>
      <RailLink to="/" label={t('shell.home')} icon={<HomeOutlined />} isCurrent={path === '/'} />
      <RailLink
        to="/todo"
        label={t('todo.title')}
        icon={
          <PendingBadge>
            <CheckSquareOutlined />
          </PendingBadge>
        }
        isCurrent={path === '/todo'}
      />
      {me?.apps.map((each) => {
        const first = objectItems(each.items)[0]
        return first ? (
          <RailLink
            key={each.name}
            to={pathOfItem(first)}
            label={each.label}
            icon={<FieldIcon name={each.icon} />}
            isCurrent={inApp && each.name === app?.name}
          />
        ) : null
      })}
      <span className="fw-rail-space" />
      <RailLink
        to="/recycle-bin"
        label={t('shell.recycleBin')}
        icon={<DeleteOutlined />}
        isCurrent={path === '/recycle-bin'}
      />
      {mayConfigure(me) ? (
        <RailLink to="/studio" label={t('shell.studio')} icon={<SettingOutlined />} isCurrent={isStudio} />
      ) : null}
    </nav>
  )
}

function RailLink(props: { to: string; label: string; icon: ReactNode; isCurrent: boolean }) {
  return (
    <AppLink
      to={props.to}
      className={props.isCurrent ? 'fw-rail-item fw-rail-item-current' : 'fw-rail-item'}
      aria-current={props.isCurrent ? 'page' : undefined}
      title={props.label}
    >
      <span className="fw-rail-icon">{props.icon}</span>
      <span className="fw-rail-label">{props.label}</span>
    </AppLink>
  )
}
