import { useMemo } from 'react'

import {
  useApprovalDefinitions,
  useCalendarDefinitions,
  useDeadlineDefinitions,
  useWorkflowDefinitions,
} from '../catalog/queries.ts'
import type { DefinitionList } from '../catalog/types.ts'
import { useDraftedDocuments } from '../draft/use-documents.ts'
import { studioPaths } from '../paths.ts'
import { usersOf } from './calendar-users.ts'
import type { CalendarUser, Named } from './calendar-users.ts'

/** The work calendars as the draft has them, and the way to change them. */
export const useDraftedCalendars = () => useDraftedDocuments('calendar', useCalendarDefinitions().data)

type Kind = CalendarUser['kind']

const PATHS: Record<Kind, (name: string) => string> = {
  calendar: studioPaths.calendar,
  workflow: studioPaths.workflow,
  approval: studioPaths.approval,
  deadline: studioPaths.deadline,
}

/** What counts by a calendar, as the draft has it, with the way to it. */
export function useCalendarUsers(name: string): (CalendarUser & { path: string })[] {
  const calendars = useDrafted('calendar', useCalendarDefinitions().data)
  const workflows = useDrafted('workflow', useWorkflowDefinitions().data)
  const approvals = useDrafted('approval', useApprovalDefinitions().data)
  const deadlines = useDrafted('deadline', useDeadlineDefinitions().data)
  return useMemo(
    () =>
      [calendars, workflows, approvals, deadlines]
        .flatMap(({ kind, definitions }) => usersOf(name, kind, definitions))
        .map((user) => ({ ...user, path: PATHS[user.kind](user.name) })),
    [name, calendars, workflows, approvals, deadlines],
  )
}

function useDrafted(kind: Kind, published: DefinitionList<Named> | undefined): { kind: Kind; definitions: Named[] } {
  const { all } = useDraftedDocuments<Named>(kind, published)
  return useMemo(() => ({ kind, definitions: all.map(({ definition }) => definition) }), [kind, all])
}
