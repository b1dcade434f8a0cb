import { PLATFORM_RIGHTS } from '@fieldwork/metadata'
import type { PlatformRight } from '@fieldwork/metadata'
import { useTexts } from '@fieldwork/ui'
import { Checkbox, InputNumber } from 'antd'

import type { RoleDefinition } from '../model/roles.ts'
import { FormField, FormGroup } from '../parts/form-field.tsx'
import { changedRole } from './changed-role.ts'
import type { RoleEditing } from './role-editing.ts'

/** rows that an administrator can allow at most, as the schema of roles says */
const MOST = { export: 10_000_000, print: 10_000 } as const

/** What a role may do beyond records, and how much its people may take away at once. */
export function RoleRights({ editing: { role, edit } }: { editing: RoleEditing }) {
  const { t } = useTexts('studio')
  const set = (change: Partial<RoleDefinition>, isTyping = false): void => edit(changedRole(role, change), { isTyping })
  const setLimit = (name: keyof typeof MOST, rows: number | null): void => {
    const limits = changedRole(role.limits ?? {}, { [name]: rows ?? undefined })
    set({ limits: Object.keys(limits).length === 0 ? undefined : limits }, true)
  }
  return (
    <FormGroup title={t('role.beyond')} note={t('role.beyondHelp')}>
      <Checkbox.Group
        className="st-role-rights"
        aria-label={t('role.beyond')}
        value={role.rights ?? []}
        options={PLATFORM_RIGHTS.map((value) => ({ value, label: t(`role.platformRights.${value}`) }))}
        onChange={(rights: PlatformRight[]) => set({ rights: rights.length === 0 ? undefined : rights })}
      />
      <div className="st-pair">
        {(['export', 'print'] as const).map((name) => (
          <FormField key={name} label={t(`role.limits.${name}`)} help={t('role.limitsHelp')}>
            {(id) => (
              <InputNumber
                id={id}
                className="st-wide"
                min={0}
                max={MOST[name]}
                precision={0}
                placeholder={t('role.noLimit')}
                value={role.limits?.[name] ?? null}
                onChange={(rows) => setLimit(name, rows)}
              />
            )}
          </FormField>
        ))}
      </div>
    </FormGroup>
  )
}
