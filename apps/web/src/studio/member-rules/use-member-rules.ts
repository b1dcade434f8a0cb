import { useApi, useDebounced } from '@fieldwork/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'

import { useMemberRuleDefinitions } from '../catalog/queries.ts'
import { byOrder, useDraftedDocuments } from '../draft/use-documents.ts'
import type { MemberRuleDefinition } from '../model/member-rules.ts'

const DELAY_MS = 300

/** The member rules as the draft has them in their order, and the way to change them. */
export function useDraftedMemberRules() {
  const { all, isPending, put } = useDraftedDocuments('member-rule', useMemberRuleDefinitions().data)
  const rules = useMemo(() => [...all].sort(byOrder), [all])
  return { rules, isPending, put }
}

interface Named {
  id: string
  label: string | null
}

/** What a rule would do if it were published now. */
export interface RulePreview {
  members: number
  records: number
  gone: number
  changed: number
  sample: { record: Named; users: Named[] }[]
}

/** Asks the server what a rule would do now; null: it is not complete. */
export function useRulePreview(rule: MemberRuleDefinition | null) {
  const api = useApi()
  const asked = useDebounced(rule === null ? '' : JSON.stringify(rule), DELAY_MS)
  return useQuery({
    queryKey: ['records', 'member-rule-preview', asked],
    enabled: asked !== '',
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: () => api.post<RulePreview>('/api/metadata/member-rules/preview', { rule: JSON.parse(asked) as object }),
  })
}
