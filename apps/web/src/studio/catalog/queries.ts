import type { LocalizedText } from '@fieldwork/expressions'
import { isApiProblem, useApi, useMe } from '@fieldwork/ui'
import type { Api } from '@fieldwork/ui'
import { queryOptions, useQueries, useQuery } from '@tanstack/react-query'

import type { ApprovalDefinition } from '../approvals/approval.ts'
import type { CalendarDefinition } from '../calendars/calendar.ts'
import type { ConnectionDefinition } from '../connections/connection.ts'
import type { DeadlineDefinition } from '../deadlines/deadline.ts'
import type { PrintTemplateDefinition } from '../prints/print-template.ts'
import type { DraftKind, PluginKindName } from '../model/change-set.ts'
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

/** The parameters that are switches. */
export function useParameters() {
  return useDefinitions<Pick<ParameterDefinition, 'name' | 'label' | 'type'>>('parameter', (parameters) =>
    parameters.filter(({ type = 'boolean' }) => type === 'boolean'),
  )
}

/** The parameters with the layers that each comes from. */
export function useParameterDefinitions() {
  return useDefinitionList<ParameterDefinition>('parameter')
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

/** The deadlines with the layers that each comes from. */
export function useDeadlineDefinitions() {
  return useDefinitionList<DeadlineDefinition>('deadline')
}

/** The services outside with the layers that each comes from. */
export function useConnectionDefinitions() {
  return useDefinitionList<ConnectionDefinition>('connection')
}

/** The print templates with the layers that each comes from. */
export function usePrintTemplateDefinitions() {
  return useDefinitionList<PrintTemplateDefinition>('print-template')
}

/** The documents of a kind that a plugin adds, with the layers that each comes from. */
export function useKindDefinitions<T>(kind: PluginKindName) {
  return useDefinitionList<T>(kind)
}

/** The views of lists with the layers that each comes from. */
export function useViewDefinitions() {
  return useDefinitionList<ViewDefinition>('view')
}

/** What documents of these kinds are called, by `kind/name`; those without a label are left out. */
export function useDocumentLabels(kinds: readonly string[]): ReadonlyMap<string, LocalizedText> {
  const api = useApi()
  return useQueries({ queries: kinds.map((kind) => definitionsQuery<Labelled>(api, kind)), combine: labelsOf(kinds) })
}

interface Labelled {
  name: string
  label?: LocalizedText
}

const labelsOf = (kinds: readonly string[]) => (answers: { data: DefinitionList<Labelled> | undefined }[]) =>
  new Map(
    answers.flatMap(({ data }, at) =>
      (data?.data ?? []).flatMap(({ name, label }) => (label ? [[`${kinds[at]}/${name}`, label] as const] : [])),
    ),
  )

function definitionsQuery<T>(api: Api, kind: string) {
  return queryOptions({
    queryKey: ['metadata', kind],
    staleTime: STALE_MS,
    queryFn: ({ signal }) => api.get<DefinitionList<T>>(`/api/metadata/${kind}`, signal),
  })
}

function useDefinitionList<T>(kind: string) {
  return useQuery(definitionsQuery<T>(useApi(), kind))
}

function useDefinitions<T>(kind: string, arrange: (definitions: T[]) => T[]) {
  return useQuery({ ...definitionsQuery<T>(useApi(), kind), select: ({ data }) => arrange(data) })
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

/** How many records an object has, roughly; null while it is not known, or not for this person to know. */
export function useRecordCount(object: string, isPublished: boolean): number | null {
  const api = useApi()
  const mayRead = useMe().data?.rights[object]?.includes('read') === true
  const answer = useQuery({
    queryKey: ['records', object, 'studio-count'],
    enabled: isPublished && mayRead,
    staleTime: STALE_MS,
    retry: false,
    queryFn: ({ signal }) =>
      api.get<{ page: { count?: number | null } }>(`/api/records/${object}?limit=1&count=estimated`, signal),
  })
  return answer.data?.page.count ?? null
}
