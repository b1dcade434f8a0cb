import { useNavigateTo, useTexts } from '@fieldwork/ui'
import { Modal, Select } from 'antd'
import { useState } from 'react'

import { checkName, suggestName } from '../model/api-name.ts'
import { completeText, isBlankText, NO_TEXT } from '../model/localized.ts'
import type { RoleDefinition } from '../model/roles.ts'
import { FormField } from '../parts/form-field.tsx'
import { LabelInputs } from '../parts/label-inputs.tsx'
import { NameInput } from '../parts/name-input.tsx'
import { studioPaths } from '../paths.ts'
import { useDraftedRoles } from './use-roles.ts'

/** Asks what a new role is called, and which role it begins as. */
export function NewRoleDialog({ template, onClose }: { template?: RoleDefinition; onClose: () => void }) {
  const { t, locale } = useTexts('studio')
  const navigate = useNavigateTo()
  const { roles, put } = useDraftedRoles()
  const [label, setLabel] = useState(NO_TEXT)
  const [ownName, setName] = useState<string | null>(null)
  const [start, setStart] = useState<string | undefined>(template?.name)
  const [isTried, setTried] = useState(false)
  const taken = roles.map(({ definition }) => definition.name)
  const name = ownName ?? suggestName({ label: label.en || label['zh-CN'], fallback: 'role', taken })

  const create = (): void => {
    setTried(true)
    if (isBlankText(label) || checkName(name, taken) !== null) return
    const { description: _description, ...rights } =
      roles.find(({ definition }) => definition.name === start)?.definition ?? {}
    const definition: RoleDefinition = { grants: {}, ...rights, name, label: completeText(label) }
    put({ definition, origin: 'new', base: null }, name, definition)
    onClose()
    navigate(studioPaths.role(name))
  }
  return (
    <Modal
      open
      title={t('role.newTitle')}
      okText={t('role.create')}
      cancelText={t('common.cancel')}
      onCancel={onClose}
      onOk={create}
    >
      <LabelInputs
        label={t('role.label')}
        isRequired
        autoFocus
        value={label}
        onChange={setLabel}
        error={isTried && isBlankText(label) ? t('role.labelMissing') : null}
      />
      <NameInput value={name} onChange={setName} taken={taken} />
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
    </Modal>
  )
}
