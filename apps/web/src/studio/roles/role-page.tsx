import { CopyOutlined, DeleteOutlined, DiffOutlined } from '@ant-design/icons'
import { AppLink, EmptyState, PageHeader, useNavigateTo, useTexts } from '@fieldwork/ui'
import { useLocation } from '@tanstack/react-router'
import { Button, Dropdown, Skeleton, Tabs, Tag } from 'antd'
import { useState } from 'react'

import { useRoleDocument } from '../draft/use-document.ts'
import type { RoleDefinition } from '../model/roles.ts'
import { ROLE_TABS, studioPaths } from '../paths.ts'
import type { RoleTab } from '../paths.ts'
import { DraftedRoleEffect } from './drafted-role-effect.tsx'
import { GrantDrawer } from './grant-drawer.tsx'
import { NewRoleDialog } from './new-role-dialog.tsx'
import type { RoleEditing } from './role-editing.ts'
import { RoleEffect } from './role-effect.tsx'
import { RoleMatrix } from './role-matrix.tsx'
import { RoleProblems } from './role-problems.tsx'
import { RoleSettings } from './role-settings.tsx'
import { useRemoveRole } from './use-remove-role.ts'
import { useDraftedRoles } from './use-roles.ts'

/** One role: what it may do as a matrix, in words, and what holds for it as a whole. */
export function RolePage({ name, tab }: { name: string; tab: RoleTab }) {
  const { t } = useTexts('studio')
  const document = useRoleDocument(name)
  const focus = new URLSearchParams(useLocation({ select: (location) => location.searchStr })).get('at')
  if (document.status === 'loading') return <Skeleton className="st-page" active paragraph={{ rows: 8 }} />
  if (!document.definition) {
    return (
      <EmptyState
        icon="safety"
        title={t('role.missing', { name })}
        action={<AppLink to={studioPaths.roles}>{t('role.toList')}</AppLink>}
      />
    )
  }
  const editing: RoleEditing = { role: document.definition, edit: document.edit }
  return (
    <div className="st-page st-role-page">
      <RoleHeader role={editing.role} />
      <RoleProblems role={name} />
      <RoleTabs key={focus} editing={editing} tab={tab} focus={focus} />
    </div>
  )
}

function RoleHeader({ role }: { role: RoleDefinition }) {
  const { t, locale } = useTexts('studio')
  const navigate = useNavigateTo()
  const { roles } = useDraftedRoles()
  const remove = useRemoveRole()
  const [isCopying, setCopying] = useState(false)
  const known = roles.find(({ definition }) => definition.name === role.name)
  const others = roles.flatMap(({ definition }) => (definition.name === role.name ? [] : [definition]))
  return (
    <>
      <AppLink to={studioPaths.roles} className="st-back">
        ‹ {t('roles.title')}
      </AppLink>
      <PageHeader
        title={role.label[locale]}
        note={<code className="st-code">{role.name}</code>}
        line={
          <span className="st-object-line">
            {role.administrator ? <Tag color="cyan">{t('roles.administrator')}</Tag> : null}
            {role.description?.[locale]}
          </span>
        }
        actions={
          <>
            <Dropdown
              trigger={['click']}
              menu={{
                items: others.map((other) => ({
                  key: other.name,
                  label: other.label[locale],
                  onClick: () => navigate(studioPaths.compareRoles(role.name, other.name)),
                })),
              }}
            >
              <Button icon={<DiffOutlined />} disabled={others.length === 0}>
                {t('role.compare')}
              </Button>
            </Dropdown>
            <Button icon={<CopyOutlined />} onClick={() => setCopying(true)}>
              {t('role.copy')}
            </Button>
            <Button
              icon={<DeleteOutlined />}
              aria-label={t('role.remove')}
              title={t('role.remove')}
              onClick={() => (known ? remove(known, () => navigate(studioPaths.roles)) : undefined)}
            />
          </>
        }
      />
      {isCopying ? <NewRoleDialog template={role} onClose={() => setCopying(false)} /> : null}
    </>
  )
}

function RoleTabs({ editing, tab, focus }: { editing: RoleEditing; tab: RoleTab; focus: string | null }) {
  const { t } = useTexts('studio')
  const navigate = useNavigateTo()
  const [opened, setOpened] = useState(focus)
  const { role } = editing
  const content: Record<RoleTab, () => React.ReactNode> = {
    rights: () =>
      role.administrator ? (
        <p className="st-muted">{t('roles.everything')}</p>
      ) : (
        <RoleMatrix editing={editing} onDetails={setOpened} />
      ),
    words: () => (
      <>
        <DraftedRoleEffect role={role.name} />
        <RoleEffect role={role} />
      </>
    ),
    settings: () => <RoleSettings editing={editing} />,
  }
  return (
    <>
      <Tabs
        activeKey={tab}
        destroyOnHidden
        onChange={(key) => navigate(studioPaths.role(role.name, key as RoleTab))}
        items={ROLE_TABS.map((key) => ({
          key,
          label: t(`role.tabs.${key}`),
          children: key === tab ? content[key]() : null,
        }))}
      />
      {opened === null ? null : <GrantDrawer editing={editing} object={opened} onClose={() => setOpened(null)} />}
    </>
  )
}
