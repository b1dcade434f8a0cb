import { useRecordWrites, useTexts } from '@fieldwork/ui'
import { App, Select } from 'antd'

import { useRoles } from '../catalog/queries.ts'
import type { Position } from './queries.ts'

/** The roles that everybody in a position has, with the departments of the person. */
export function PositionRoles({ position }: { position: Position }) {
  const { t, locale } = useTexts('studio')
  const { message } = App.useApp()
  const roles = useRoles().data ?? []
  const writes = useRecordWrites('position')
  const held = Array.isArray(position.roles) ? position.roles.map(String) : []
  const save = async (next: string[]): Promise<void> => {
    try {
      await writes.update(position.id, { roles: next.length > 0 ? next : null }, position.version)
    } catch (error) {
      void message.error(error instanceof Error ? error.message : String(error))
    }
  }
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
