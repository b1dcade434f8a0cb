import { Person, useTexts, useWriteLock } from '@fieldwork/ui'
import { CloseOutlined, ShareAltOutlined, SwapOutlined, UserAddOutlined } from '@ant-design/icons'
import { App, Button, Tag } from 'antd'
import type { ReactNode } from 'react'
import { useState } from 'react'

import { AssignDialog } from './assign-dialog.tsx'
import { MembersDialog } from './members-dialog.tsx'
import './people.css'
import { useGrants, useGrantWrites } from './queries.ts'
import { ShareDialog } from './share-dialog.tsx'
import type { RecordGrants } from './types.ts'

type Opened = 'share' | 'members' | 'assign' | null

/** Whose a record is, who works on it, and whom it is shared with. */
export function PeoplePanel({ object, id, hasOwner }: { object: string; id: string; hasOwner: boolean }) {
  const { t } = useTexts('app')
  const grants = useGrants(object, id).data
  const [opened, setOpened] = useState<Opened>(null)
  const lock = useWriteLock()
  const close = (): void => setOpened(null)
  if (!grants || !isShown(grants, hasOwner)) return null
  const { may, owner, owner_department: department } = grants
  return (
    <section className="fw-people" aria-label={t('people.title')}>
      <div className="fw-people-head">
        <h2 className="fw-section-title">{t('people.title')}</h2>
        {may.assign ? (
          <Button size="small" type="text" icon={<SwapOutlined />} {...lock} onClick={() => setOpened('assign')}>
            {t('people.assign')}
          </Button>
        ) : null}
        {may.share ? (
          <Button size="small" type="text" icon={<ShareAltOutlined />} {...lock} onClick={() => setOpened('share')}>
            {t('people.share')}
          </Button>
        ) : null}
      </div>
      {hasOwner ? (
        <dl className="fw-people-facts">
          <dt>{t('people.owner')}</dt>
          <dd>{owner ? <Person name={owner.label ?? t('people.unknown')} /> : '—'}</dd>
          <dt>{t('people.department')}</dt>
          <dd>{department ? (department.label ?? t('people.unknown')) : '—'}</dd>
        </dl>
      ) : null}
      {hasOwner ? <Members object={object} id={id} grants={grants} onAdd={() => setOpened('members')} /> : null}
      <Shares object={object} id={id} grants={grants} />
      {opened === 'share' && may.share ? (
        <ShareDialog object={object} id={id} most={may.share} onClose={close} />
      ) : null}
      {opened === 'members' ? <MembersDialog object={object} id={id} onClose={close} /> : null}
      {opened === 'assign' ? (
        <AssignDialog object={object} ids={[id]} collections={grants.children} onClose={close} />
      ) : null}
    </section>
  )
}

/** Objects without owners are shown where something is shared, or can be. */
const isShown = ({ shares, may }: RecordGrants, hasOwner: boolean): boolean =>
  hasOwner || shares.length > 0 || may.share !== null

interface PartProps {
  object: string
  id: string
  grants: RecordGrants
}

function Members({ object, id, grants: { members, may }, onAdd }: PartProps & { onAdd: () => void }) {
  const { t } = useTexts('app')
  const lock = useWriteLock()
  const { message } = App.useApp()
  const writes = useGrantWrites(object)
  const remove = async (user: string): Promise<void> => {
    await writes.members(id, { remove: [user] })
    void message.success(t('people.membersDone'))
  }
  return (
    <PeopleList
      title={t('people.members')}
      empty={members.length === 0 ? t('people.noMembers') : null}
      action={
        may.members ? (
          <Button
            size="small"
            type="text"
            icon={<UserAddOutlined />}
            aria-label={t('people.addMember')}
            {...lock}
            onClick={onAdd}
          />
        ) : null
      }
    >
      {members.map(({ id: key, user, level, source, rule }) => (
        <li key={key}>
          <Person name={user.label ?? t('people.unknown')} />
          <Tag variant="filled">{t(`people.${level}`)}</Tag>
          <span className="fw-faint">{rule ? t('people.byRule', { rule: rule.label }) : t('people.byHand')}</span>
          {may.members && source === 'manual' ? (
            <RemoveButton label={t('people.remove', { name: user.label })} onClick={() => void remove(user.id)} />
          ) : null}
        </li>
      ))}
    </PeopleList>
  )
}

function Shares({ object, id, grants: { shares, may } }: PartProps) {
  const { t } = useTexts('app')
  const { message } = App.useApp()
  const writes = useGrantWrites(object)
  const revoke = async (share: string): Promise<void> => {
    await writes.unshare(id, share)
    void message.success(t('people.revoked'))
  }
  if (shares.length === 0) return null
  return (
    <PeopleList title={t('people.shares')} empty={null} action={null}>
      {shares.map(({ id: key, to, level, until }) => (
        <li key={key}>
          <Person name={to.label ?? t('people.unknown')} />
          <Tag variant="filled">{t(`people.${level}`)}</Tag>
          {until ? <span className="fw-faint">{t('people.until', { day: until })}</span> : null}
          {may.share ? (
            <RemoveButton label={t('people.revoke', { name: to.label })} onClick={() => void revoke(key)} />
          ) : null}
        </li>
      ))}
    </PeopleList>
  )
}

interface ListProps {
  title: string
  /** what stands where the list is empty */
  empty: string | null
  action: ReactNode
  children: ReactNode
}

function PeopleList({ title, empty, action, children }: ListProps) {
  return (
    <div className="fw-people-list">
      <div className="fw-people-line">
        <h3>{title}</h3>
        {action}
      </div>
      {empty === null ? <ul>{children}</ul> : <p className="fw-faint">{empty}</p>}
    </div>
  )
}

function RemoveButton({ label, onClick }: { label: string; onClick: () => void }) {
  const lock = useWriteLock()
  return (
    <Button
      size="small"
      type="text"
      icon={<CloseOutlined />}
      aria-label={label}
      title={label}
      {...lock}
      onClick={onClick}
    />
  )
}
