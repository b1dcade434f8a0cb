import type { HistoryEntry } from '../api/types.ts'
import { useTexts } from '../texts/i18n.ts'

/** Whom a record was shared with. */
export function GrantedTo({ entry }: { entry: HistoryEntry }) {
  const { t } = useTexts()
  const names = (entry.changes['@shares'] ?? []).flatMap((value) =>
    [value].flat().flatMap((share) => {
      if (!share) return []
      return (share as { to?: { label?: string | null } }).to?.label ?? t('record.notVisible')
    }),
  )
  return names.length === 0 ? null : <p className="fw-timeline-reason">{[...new Set(names)].join(', ')}</p>
}

interface Member {
  user: { id: string; label: string | null }
  level: 'read' | 'edit'
  /** the rule that made him one; absent: people did */
  rule?: { name: string; label: string } | null
}

/** Who became a member of a record or ceased to be one, and by which rule. */
export function MemberChanges({ entry }: { entry: HistoryEntry }) {
  const { t } = useTexts()
  const [before, after] = (entry.changes['@members'] ?? []).map(membersOf)
  if (!before || !after) return null
  const lines = [
    ...after.map((member) => ({ member, done: isIn(before, member) ? ('changed' as const) : ('added' as const) })),
    ...before.filter((member) => !isIn(after, member)).map((member) => ({ member, done: 'removed' as const })),
  ]
  return (
    <ul className="fw-timeline-members">
      {lines.map(({ member: { user, level, rule }, done }) => (
        <li key={user.id}>
          {t(`record.member.${done}`, {
            name: user.label ?? t('record.notVisible'),
            level: t(`record.member.${level}`),
          })}
          {rule ? <span className="fw-muted"> · {t('record.member.byRule', { rule: rule.label })}</span> : null}
        </li>
      ))}
    </ul>
  )
}

const membersOf = (value: unknown): Member[] => (Array.isArray(value) ? (value as Member[]) : [])

const isIn = (members: Member[], { user }: Member): boolean => members.some((each) => each.user.id === user.id)
