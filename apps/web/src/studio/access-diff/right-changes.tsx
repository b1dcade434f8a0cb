import { WarningFilled } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, Tag } from 'antd'
import { useState } from 'react'

import type { AccessChange, ChangeEffect, ObjectChange, RoleChange } from './types.ts'

const COLORS: Record<ChangeEffect, string> = { wider: 'gold', narrower: 'blue', changed: 'default' }
/** entries shown before somebody asks for the rest */
const FEW = 6

/** What changes in rights, in words: role by role, and what holds for objects whatever the role. */
export function RightChanges({ roles, objects }: { roles: RoleChange[]; objects: ObjectChange[] }) {
  const { t } = useTexts('studio')
  const [isWhole, setWhole] = useState(false)
  const entries = [
    ...objects.map((object) => ({ key: `object ${object.object}`, view: <OfObject object={object} /> })),
    ...roles.flatMap(entriesOf),
  ]
  const shown = isWhole ? entries : entries.slice(0, FEW)
  return (
    <>
      <ul className="st-rights">
        {shown.map(({ key, view }) => (
          <li key={key}>{view}</li>
        ))}
      </ul>
      {shown.length < entries.length ? (
        <Button size="small" onClick={() => setWhole(true)}>
          {t('effect.more', { count: entries.length - shown.length })}
        </Button>
      ) : null}
    </>
  )
}

/** A role as a whole, then each of its objects. */
function entriesOf(role: RoleChange): { key: string; view: React.ReactNode }[] {
  const isNamed = role.change !== 'changed' || role.changes.length > 0
  return [
    ...(isNamed ? [{ key: `role ${role.role}`, view: <OfRole role={role} /> }] : []),
    ...role.objects.map((object) => ({
      key: `role ${role.role} ${object.object}`,
      view: <OfObject object={object} role={role} />,
    })),
  ]
}

function OfRole({ role }: { role: RoleChange }) {
  const { t } = useTexts('studio')
  return (
    <>
      <strong>{role.label}</strong>
      {role.change === 'changed' ? null : <Tag>{t(`effect.role.${role.change}`)}</Tag>}
      {role.holders === null ? null : <span className="st-faint">{t('effect.holders', { count: role.holders })}</span>}
      <Lines changes={role.changes} />
    </>
  )
}

function OfObject({ object, role }: { object: ObjectChange; role?: RoleChange }) {
  return (
    <>
      <strong>{role ? `${role.label} · ${object.label}` : object.label}</strong>
      <Lines changes={object.changes} />
    </>
  )
}

function Lines({ changes }: { changes: AccessChange[] }) {
  const { t } = useTexts('studio')
  if (changes.length === 0) return null
  return (
    <ul>
      {changes.map((change) => (
        <li key={`${change.kind} ${change.name}`} className={change.warning === null ? '' : 'st-right-warning'}>
          <Tag color={COLORS[change.effect]}>{t(`effect.kind.${change.effect}`)}</Tag>
          <span>{change.summary}</span>
          {change.warning === null ? null : (
            <span className="st-right-reason">
              <WarningFilled /> {t(`effect.warning.${change.warning}`)}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
