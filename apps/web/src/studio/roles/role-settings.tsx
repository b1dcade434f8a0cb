import { useTexts } from '@fieldwork/ui'
import { Select } from 'antd'

import { useApps } from '../catalog/queries.ts'
import { isBlankText, NO_TEXT } from '../model/localized.ts'
import { RELATED } from '../model/roles.ts'
import type { RoleDefinition } from '../model/roles.ts'
import { FormField, FormGroup } from '../parts/form-field.tsx'
import { LabelInputs } from '../parts/label-inputs.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import { DimensionModes } from './dimension-modes.tsx'
import { changedRole } from './changed-role.ts'
import type { RoleEditing } from './role-editing.ts'
import { RoleRights } from './role-rights.tsx'
import { useDraftedDimensions } from './use-roles.ts'

/** What holds for a role as a whole. */
export function RoleSettings({ editing }: { editing: RoleEditing }) {
  const { role, edit } = editing
  const { t, locale } = useTexts('studio')
  const apps = useApps().data ?? []
  const { dimensions } = useDraftedDimensions()
  const set = (change: Partial<RoleDefinition>, options?: { isTyping?: boolean }): void =>
    edit(changedRole(role, change), options)
  return (
    <div className="st-settings">
      <FormGroup title={t('settings.naming')}>
        <LabelInputs
          label={t('role.label')}
          isRequired
          value={role.label}
          onChange={(label) => set({ label }, { isTyping: true })}
        />
        <LabelInputs
          label={t('settings.description')}
          isMultiline
          value={role.description ?? NO_TEXT}
          onChange={(description) =>
            set({ description: isBlankText(description) ? undefined : description }, { isTyping: true })
          }
        />
      </FormGroup>
      <FormGroup title={t('role.whole')}>
        <SwitchLine
          label={t('roles.administrator')}
          help={t('role.administratorHelp')}
          value={role.administrator === true}
          onChange={(administrator) => set({ administrator: administrator || undefined })}
        />
        <div className="st-pair">
          <FormField label={t('role.apps')} help={t('role.appsHelp')}>
            {(id) => (
              <Select
                id={id}
                mode="multiple"
                className="st-wide"
                value={role.apps ?? []}
                placeholder={t('role.allApps')}
                options={apps.map(({ name, label }) => ({ value: name, label: label[locale] }))}
                onChange={(next: string[]) => set({ apps: next.length === 0 ? undefined : next })}
              />
            )}
          </FormField>
          <FormField label={t('role.related')} help={t('role.relatedHelp')}>
            {(id) => (
              <Select
                id={id}
                className="st-wide"
                value={role.related ?? 'edit'}
                options={RELATED.map((value) => ({ value, label: t(`role.relatedKinds.${value}`) }))}
                onChange={(value) => set({ related: value === 'edit' ? undefined : value })}
              />
            )}
          </FormField>
        </div>
      </FormGroup>
      <RoleRights editing={editing} />
      <FormGroup title={t('role.dimensions')} note={t('role.dimensionsHelp')}>
        <DimensionModes
          dimensions={dimensions.map(({ definition }) => definition)}
          value={role.dimensions}
          inherited={undefined}
          onChange={(next) => set({ dimensions: next })}
        />
      </FormGroup>
    </div>
  )
}
