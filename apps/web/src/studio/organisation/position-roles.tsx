import { useAttempt, useRecordWrites, useTexts } from '@fieldwork/ui'
import { Select } from 'antd'

import { useRoles } from '../catalog/queries.ts'
import type { Position } from './queries.ts'

/** The roles that everybody in a position has, with the departments of the person. */
export function PositionRoles({ position }: { position: Position }) {
  const { t, locale } = useTexts('studio')
  const attempt = useAttempt()
  const roles = useRoles().data ?? []
  const writes = useRecordWrites('position')
  const held = Array.isArray(position.roles) ? position.roles.map(String) : []
  const save = (next: string[]): Promise<boolean> =>
    attempt(writes.update(position.id, { roles: next.length > 0 ? next : null }, position.version))
  return (
    <Select
      mode="multiple"
      className="st-wide"
      variant="borderless"
      aria-label={t('organisation.rolesOf', { name: position.name })}
      placeholder={t('organisation.noRoles')}
      value={held}
      options={roles.map(({ name, label }) => ({ value: name, label: label[locale] }))}
      onChange={(next: string[]) => void save(next)}
    />
  )
}
