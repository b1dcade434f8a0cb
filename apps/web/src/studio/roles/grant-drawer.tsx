import { EmptyState, useTexts } from '@fieldwork/ui'
import { Button, Drawer, Select } from 'antd'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import type { StudioObject } from '../catalog/studio-objects.ts'
import { grantOf, OTHER_OBJECTS, RELATED, withGrant, withScope } from '../model/roles.ts'
import type { GrantDefinition, Related } from '../model/roles.ts'
import { FormField, FormGroup } from '../parts/form-field.tsx'
import { changedRole } from './changed-role.ts'
import { DimensionModes } from './dimension-modes.tsx'
import { FieldRights } from './field-rights.tsx'
import { GrantConditions } from './grant-conditions.tsx'
import type { RoleEditing } from './role-editing.ts'
import { SensitiveFields } from './sensitive-fields.tsx'
import { useRoleWords } from './use-role-words.ts'
import { useDraftedDimensions } from './use-roles.ts'

interface DrawerProps {
  editing: RoleEditing
  /** `*` for all that are not named */
  object: string
  onClose: () => void
}

/** What a role says about one object besides its operations. */
export function GrantDrawer({ editing, object, onClose }: DrawerProps) {
  const { t, locale } = useTexts('studio')
  const known = useStudioObjects().find(({ name }) => name === object)
  const label = object === OTHER_OBJECTS ? t('roles.others') : (known?.label[locale] ?? object)
  const words = useRoleWords(editing.role)
  const own = editing.role.grants?.[object]
  return (
    <Drawer
      open
      size={640}
      className="st-drawer"
      title={t('role.detailsTitle', { object: label, role: editing.role.label[locale] })}
      onClose={onClose}
    >
      <ul className="st-effect-box" aria-label={t('role.inWords')} aria-live="polite">
        {words(object).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {own ? (
        <GrantForm key={object} editing={editing} name={object} object={known} grant={own} />
      ) : (
        <NoGrant editing={editing} name={object} isOwned={known?.hasOwner ?? false} />
      )}
    </Drawer>
  )
}

/** Nothing is said about the object itself yet. */
function NoGrant({ editing, name, isOwned }: { editing: RoleEditing; name: string; isOwned: boolean }) {
  const { t } = useTexts('studio')
  const inherited = grantOf(editing.role, name)
  const begin = (): void =>
    editing.edit(
      inherited
        ? withGrant(editing.role, name, inherited)
        : withScope(editing.role, { objects: [name], operations: ['read'] }, isOwned ? 'own' : 'all', () => isOwned),
    )
  return (
    <EmptyState
      compact
      icon="safety"
      title={t(inherited ? 'role.asOthers' : 'role.nothingYet')}
      text={t(inherited ? 'role.asOthersText' : 'role.nothingYetText')}
      action={<Button onClick={begin}>{t(inherited ? 'role.ownRights' : 'role.giveReading')}</Button>}
    />
  )
}

interface FormProps {
  editing: RoleEditing
  name: string
  object: StudioObject | undefined
  grant: GrantDefinition
}

function GrantForm({ editing, name, object, grant }: FormProps) {
  const { t } = useTexts('studio')
  const { role, edit } = editing
  const dimensions = useDraftedDimensions().dimensions.map(({ definition }) => definition)
  const applying = dimensions.filter((each) => name === OTHER_OBJECTS || each.name in (object?.dimensions ?? {}))
  const set = (change: { [Key in keyof GrantDefinition]?: GrantDefinition[Key] | undefined }, isTyping = false): void =>
    edit(withGrant(role, name, changedRole(grant, change)), { isTyping })
  return (
    <>
      <FormGroup title={t('role.records')}>
        {object ? (
          <GrantConditions object={name} grant={grant} onChange={(where, isTyping) => set({ where }, isTyping)} />
        ) : null}
        {object && !object.hasOwner ? null : (
          <FormField label={t('role.related')} help={t('role.relatedHelp')}>
            {(id) => (
              <Select
                id={id}
                className="st-wide"
                allowClear
                value={grant.related ?? null}
                placeholder={t('role.asRole', { kind: t(`role.relatedKinds.${role.related ?? 'edit'}`) })}
                options={RELATED.map((value) => ({ value, label: t(`role.relatedKinds.${value}`) }))}
                onChange={(related: Related | null | undefined) => set({ related: related ?? undefined })}
              />
            )}
          </FormField>
        )}
      </FormGroup>
      {object && applying.length === 0 ? null : (
        <FormGroup title={t('role.dimensions')}>
          <DimensionModes
            dimensions={applying}
            value={grant.dimensions}
            inherited={role.dimensions}
            onChange={(next) => set({ dimensions: next })}
          />
        </FormGroup>
      )}
      {object ? (
        <FormGroup title={t('role.fields')} note={t('role.fieldsHelp')}>
          <SensitiveFields object={object} value={grant.sensitive} onChange={(sensitive) => set({ sensitive })} />
          <FieldRights object={object} value={grant.fields} onChange={(fields) => set({ fields })} />
        </FormGroup>
      ) : null}
    </>
  )
}
