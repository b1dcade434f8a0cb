import { AccessDiffSection } from '../access-diff/access-diff-section.tsx'
import { useDraft } from '../draft/draft-provider.tsx'
import { changeSetOf, documentKey } from '../model/change-set.ts'

/** What the people who have a role gain and lose by what is drafted; nothing where the role is as it is published. */
export function DraftedRoleEffect({ role }: { role: string }) {
  const { documents, revision } = useDraft()
  if (documents[documentKey('role', role)] === undefined) return null
  return <AccessDiffSection request={{ ...changeSetOf(documents), base_revision: revision }} role={role} />
}
