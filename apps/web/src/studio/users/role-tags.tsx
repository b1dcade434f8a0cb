import { useTexts } from '@fieldwork/ui'
import { Tag } from 'antd'

import { useRoles } from '../catalog/queries.ts'
import type { HeldRole, RoleSource } from './held-roles.ts'

/** Roles of a person; those that the account does not give say where they come from. */
export function RoleTags({ held }: { held: readonly HeldRole[] }) {
  const { t, locale } = useTexts('studio')
  const roles = useRoles().data ?? []
  const wordsOf = (source: RoleSource): string | null => {
    if (source.kind === 'account') return null
    if (source.kind === 'assignment') return t('users.from.assignment')
    const words = [t(`users.from.${source.kind}`, { name: source.name ?? '–' })]
    if (source.kind === 'delegation' && source.isReading) words.push(t('users.from.reading'))
    if (source.kind === 'delegation' && source.isOnlyAway) words.push(t('users.from.onlyAway'))
    return words.join(t('users.from.separator'))
  }
  return (
    <span className="st-tags st-role-tags">
      {held.map(({ role, source }) => {
        const words = wordsOf(source)
        const label = roles.find(({ name }) => name === role)?.label[locale] ?? role
        return (
          <Tag key={`${role} ${words ?? ''}`} variant={words === null ? 'filled' : 'outlined'}>
            {label}
            {words === null ? null : <span className="st-muted"> · {words}</span>}
          </Tag>
        )
      })}
    </span>
  )
}
