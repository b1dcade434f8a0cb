import { EmptyState, useTexts } from '@fieldwork/ui'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { OTHER_OBJECTS } from '../model/roles.ts'
import type { RoleDefinition } from '../model/roles.ts'
import { useRoleWords } from './use-role-words.ts'

/** What a role may do, in sentences. */
export function RoleEffect({ role }: { role: RoleDefinition }) {
  const { t, locale } = useTexts('studio')
  const objects = useStudioObjects()
  const words = useRoleWords(role)
  if (role.administrator) return <p className="st-muted">{t('roles.everything')}</p>
  const named = Object.keys(role.grants ?? {})
  if (named.length === 0) return <EmptyState compact icon="safety" title={t('role.nothing')} />
  const labelOf = (name: string): string =>
    name === OTHER_OBJECTS ? t('roles.others') : (objects.find((object) => object.name === name)?.label[locale] ?? name)
  return (
    <dl className="st-effect">
      {named.map((object) => (
        <div key={object}>
          <dt>{labelOf(object)}</dt>
          {words(object).map((line) => (
            <dd key={line}>{line}</dd>
          ))}
        </div>
      ))}
    </dl>
  )
}
