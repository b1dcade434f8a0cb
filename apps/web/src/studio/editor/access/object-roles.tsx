import { AppLink, useTexts } from '@fieldwork/ui'

import { grantOf } from '../../model/roles.ts'
import type { RoleDefinition } from '../../model/roles.ts'
import { FormGroup } from '../../parts/form-field.tsx'
import { studioPaths } from '../../paths.ts'
import { useRoleWords } from '../../roles/use-role-words.ts'
import { useDraftedRoles } from '../../roles/use-roles.ts'

/** What each role may do with an object, in words. */
export function ObjectRoles({ object }: { object: string }) {
  const { t } = useTexts('studio')
  const { roles } = useDraftedRoles()
  const concerned = roles.flatMap(({ definition }) =>
    definition.administrator || grantOf(definition, object) ? [definition] : [],
  )
  return (
    <FormGroup title={t('access.roles')}>
      <dl className="st-effect">
        {concerned.map((role) => (
          <RoleWords key={role.name} role={role} object={object} />
        ))}
      </dl>
    </FormGroup>
  )
}

function RoleWords({ role, object }: { role: RoleDefinition; object: string }) {
  const { t, locale } = useTexts('studio')
  const words = useRoleWords(role)
  const lines = role.administrator ? [t('roles.everything')] : words(object)
  return (
    <div>
      <dt>
        <AppLink to={studioPaths.role(role.name, 'rights', role.administrator ? undefined : object)}>
          {role.label[locale]}
        </AppLink>
      </dt>
      {lines.map((line) => (
        <dd key={line}>{line}</dd>
      ))}
    </div>
  )
}
