import { useNavigateTo, useTexts } from '@fieldwork/ui'
import type { LocalizedText } from '@fieldwork/expressions'
import { Select } from 'antd'
import { useState } from 'react'

import type { RoleDefinition } from '../model/roles.ts'
import { FormField } from '../parts/form-field.tsx'
import { NewDocumentDialog } from '../parts/new-document-dialog.tsx'
import { studioPaths } from '../paths.ts'
import { useDraftedRoles } from './use-roles.ts'

/** Asks what a new role is called, and which role it begins as. */
export function NewRoleDialog({ template, onClose }: { template?: RoleDefinition; onClose: () => void }) {
  const { t, locale } = useTexts('studio')
  const navigate = useNavigateTo()
  const { roles, put } = useDraftedRoles()
  const [start, setStart] = useState<string | undefined>(template?.name)

  const create = (named: { name: string; label: LocalizedText }): void => {
    const { description: _description, ...rights } =
      roles.find(({ definition }) => definition.name === start)?.definition ?? {}
    const definition: RoleDefinition = { grants: {}, ...rights, ...named }
    put({ definition, origin: 'new', base: null }, named.name, definition)
    onClose()
    navigate(studioPaths.role(named.name))
  }
  return (
    <NewDocumentDialog
      words={{
        title: t('role.newTitle'),
        create: t('role.create'),
        label: t('role.label'),
        labelMissing: t('role.labelMissing'),
      }}
      fallback="role"
      taken={roles.map(({ definition }) => definition.name)}
      isComplete
      onCreate={create}
      onClose={onClose}
    >
      {() => (
        <FormField label={t('role.beginsAs')} help={t('role.beginsAsHelp')}>
          {(id) => (
            <Select
              id={id}
              className="st-wide"
              allowClear
              value={start ?? null}
              placeholder={t('role.beginsEmpty')}
              options={roles.map(({ definition }) => ({ value: definition.name, label: definition.label[locale] }))}
              onChange={(value: string | null | undefined) => setStart(value ?? undefined)}
            />
          )}
        </FormField>
      )}
    </NewDocumentDialog>
  )
}
