import { isApiProblem, useApi } from '@fieldwork/ui'
import type { Api } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'

import type { ApprovalDefinition } from '../approvals/approval.ts'
import type { CalendarDefinition } from '../calendars/calendar.ts'
import type { DraftKind } from '../model/change-set.ts'
import type { ConversionDefinition } from '../model/conversions.ts'
import type { Json, LayoutDefinition, ViewDefinition } from '../model/definitions.ts'
import type { DimensionDefinition } from '../model/dimensions.ts'
import type { ParameterDefinition } from '../model/parameters.ts'
import type { MemberRuleDefinition } from '../model/member-rules.ts'
import type { RoleDefinition } from '../model/roles.ts'
import type { WorkflowDefinition } from '../workflows/workflow.ts'
import type { AppDefinition, CatalogAnswer, DefinitionList } from './types.ts'

const STALE_MS = 60_000

/** Every object in short, and the field types. */
export function useCatalog() {
  const api = useApi()
  return useQuery({
    queryKey: ['catalog'],
    staleTime: STALE_MS,
    queryFn: ({ signal }) => api.get<CatalogAnswer>('/api/catalog', signal),
  })
}

/** The apps (menus) in their order. */
export function useApps() {
  return useDefinitions<AppDefinition>('app', (apps) => [...apps].sort((a, b) => (a.order ?? 0) - (b.order ?? 0)))
}

/** The roles. */
export function useRoles() {
  return useDefinitions<RoleDefinition>('role', (roles) => roles)
}

/** The roles with the layers that each comes from. */
export function useRoleDefinitions() {
  return useDefinitionList<RoleDefinition>('role')
}

/** The management dimensions with the layers that each comes from. */
export function useDimensionDefinitions() {
  return useDefinitionList<DimensionDefinition>('dimension')
}

/** The member rules with the layers that each comes from. */
export function useMemberRuleDefinitions() {
  return useDefinitionList<MemberRuleDefinition>('member-rule')
}

/** The names of the member rules. */
export function useMemberRules() {
  return useDefinitions<Pick<AppDefinition, 'name' | 'label'>>('member-rule', (rules) => rules)
}

/** The names of the views of lists. */
export function useListViews() {
  return useDefinitions<Pick<AppDefinition, 'name' | 'label'>>('view', (views) => views)
}

/** The names of the management dimensions. */
export function useDimensions() {
  return useDefinitions<Pick<AppDefinition, 'name' | 'label'>>('dimension', (dimensions) => dimensions)
}

/** The names of the parameters. */
export function useParameters() {
  return useDefinitions<Pick<AppDefinition, 'name' | 'label'>>('parameter', (parameters) => parameters)
}

/** The parameters with the layers that each comes from. */
export function useParameterDefinitions() {
  return useDefinitionList<ParameterDefinition>('parameter')
}

/** The names of the conversions. */
export function useConversions() {
  return useDefinitions<Pick<AppDefinition, 'name' | 'label'>>('conversion', (conversions) => conversions)
}

/** The conversions with the layers that each comes from. */
export function useConversionDefinitions() {
  return useDefinitionList<ConversionDefinition>('conversion')
}

/** The workflows with the layers that each comes from. */
export function useWorkflowDefinitions() {
  return useDefinitionList<WorkflowDefinition>('workflow')
}

/** The approval chains with the layers that each comes from. */
export function useApprovalDefinitions() {
  return useDefinitionList<ApprovalDefinition>('approval')
}

/** The work calendars with the layers that each comes from. */
export function useCalendarDefinitions() {
  return useDefinitionList<CalendarDefinition>('calendar')
}

/** What the documents of a kind are called; one without a label by its name. */
export function useDocumentLabels(kind: string) {
  return useDefinitions<Pick<AppDefinition, 'name' | 'label'>>(kind, (documents) =>
    documents.map(({ name, label }) => ({ name, label: label ?? { en: name, 'zh-CN': name } })),
  )
}

/** The views of lists with the layers that each comes from. */
export function useViewDefinitions() {
  return useDefinitionList<ViewDefinition>('view')
}

function useDefinitionList<T>(kind: string) {
  const api = useApi()
  return useQuery({
    queryKey: ['metadata', kind],
    staleTime: STALE_MS,
    queryFn: ({ signal }) => api.get<DefinitionList<T>>(`/api/metadata/${kind}`, signal),
  })
}

function useDefinitions<T>(kind: string, arrange: (definitions: T[]) => T[]) {
  const api = useApi()
  return useQuery({
    queryKey: ['metadata', kind],
    staleTime: STALE_MS,
    queryFn: ({ signal }) => api.get<DefinitionList<T>>(`/api/metadata/${kind}`, signal),
    select: ({ data }) => arrange(data),
  })
}

/** The layouts with the layers that each comes from. */
export function useLayouts() {
  return useDefinitionList<LayoutDefinition>('layout')
}

/**
 * A document as it is published: of a shipped one what all layers say together, of the workspace's own exactly what
 * its author wrote.
 *
 * @returns null when there is none
 */
export async function loadPublished(
  api: Api,
  document: { kind: DraftKind; name: string; isShipped: boolean },
): Promise<Json | null> {
  const layer = document.isShipped ? '' : '?layer=workspace'
  try {
    return await api.get<Json>(`/api/metadata/${document.kind}/${document.name}${layer}`)
  } catch (error) {
    if (isApiProblem(error, 'not_found')) return null
    throw error
  }
}

/** How many records an object has, roughly; null while it is not known. */
export function useRecordCount(object: string, isPublished: boolean): number | null {
  const api = useApi()
  const answer = useQuery({
    queryKey: ['records', object, 'studio-count'],
    enabled: isPublished,
    staleTime: STALE_MS,
    retry: false,
    queryFn: ({ signal }) =>
      api.get<{ page: { count?: number | null } }>(`/api/records/${object}?limit=1&count=estimated`, signal),
  })
  return answer.data?.page.count ?? null
}
