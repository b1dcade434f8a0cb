import { useApi } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'

import {
  loadPublished,
  useApprovalDefinitions,
  useCalendarDefinitions,
  useCatalog,
  useConnectionDefinitions,
  useConversionDefinitions,
  useDeadlineDefinitions,
  useKindDefinitions,
  useLayouts,
  usePrintTemplateDefinitions,
  useRoleDefinitions,
  useWorkflowDefinitions,
} from '../catalog/queries.ts'
import type { ApprovalDefinition } from '../approvals/approval.ts'
import type { CalendarDefinition } from '../calendars/calendar.ts'
import type { ConnectionDefinition } from '../connections/connection.ts'
import type { DeadlineDefinition } from '../deadlines/deadline.ts'
import type { PrintTemplateDefinition } from '../prints/print-template.ts'
import type { WorkflowDefinition } from '../workflows/workflow.ts'
import { documentKey } from '../model/change-set.ts'
import type { DraftKind, DraftOrigin, PluginKindName } from '../model/change-set.ts'
import type { ConversionDefinition } from '../model/conversions.ts'
import type { Json, ObjectDefinition } from '../model/definitions.ts'
import type { RoleDefinition } from '../model/roles.ts'
import { useDraft, useDraftStore } from './draft-provider.tsx'

/** A document that can be edited: as the draft has it, or as it is published. */
export interface EditableDocument<T> {
  name: string
  status: 'loading' | 'ready' | 'missing' | 'failed'
  definition: T | null
  origin: DraftOrigin
  /** as it is published; null when it is not */
  base: T | null
  /** puts the document into the draft as it shall be */
  edit(next: T, options?: { isTyping?: boolean }): void
}

/** An object to edit. */
export function useObjectDocument(name: string): EditableDocument<ObjectDefinition> {
  const catalog = useCatalog().data
  const known = catalog?.objects.find((object) => object.name === name)
  return useDocument<ObjectDefinition>('object', name, catalog && (known ? originOf(known.shipped) : 'new'))
}

/** A layout to edit; when there is none yet, an edit makes it. */
export function useLayoutDocument<T extends { name: string }>(name: string): EditableDocument<T> {
  const layouts = useLayouts().data
  const layers = layouts?.layers[name]
  return useDocument<T>('layout', name, layouts && (layers ? originOf(layers.some(isShippedLayer)) : 'new'))
}

/** A conversion to edit. */
export function useConversionDocument(name: string): EditableDocument<ConversionDefinition> {
  const conversions = useConversionDefinitions().data
  const layers = conversions?.layers[name]
  return useDocument('conversion', name, conversions && (layers ? originOf(layers.some(isShippedLayer)) : 'new'))
}

/** A workflow to edit. */
export function useWorkflowDocument(name: string): EditableDocument<WorkflowDefinition> {
  const workflows = useWorkflowDefinitions().data
  const layers = workflows?.layers[name]
  return useDocument('workflow', name, workflows && (layers ? originOf(layers.some(isShippedLayer)) : 'new'))
}

/** An approval chain to edit. */
export function useApprovalDocument(name: string): EditableDocument<ApprovalDefinition> {
  const chains = useApprovalDefinitions().data
  const layers = chains?.layers[name]
  return useDocument('approval', name, chains && (layers ? originOf(layers.some(isShippedLayer)) : 'new'))
}

/** A work calendar to edit. */
export function useCalendarDocument(name: string): EditableDocument<CalendarDefinition> {
  const calendars = useCalendarDefinitions().data
  const layers = calendars?.layers[name]
  return useDocument('calendar', name, calendars && (layers ? originOf(layers.some(isShippedLayer)) : 'new'))
}

/** A deadline to edit. */
export function useDeadlineDocument(name: string): EditableDocument<DeadlineDefinition> {
  const deadlines = useDeadlineDefinitions().data
  const layers = deadlines?.layers[name]
  return useDocument('deadline', name, deadlines && (layers ? originOf(layers.some(isShippedLayer)) : 'new'))
}

/** A service outside to edit. */
export function useConnectionDocument(name: string): EditableDocument<ConnectionDefinition> {
  const connections = useConnectionDefinitions().data
  const layers = connections?.layers[name]
  return useDocument('connection', name, connections && (layers ? originOf(layers.some(isShippedLayer)) : 'new'))
}

/** A print template to edit. */
export function usePrintTemplateDocument(name: string): EditableDocument<PrintTemplateDefinition> {
  const templates = usePrintTemplateDefinitions().data
  const layers = templates?.layers[name]
  return useDocument('print-template', name, templates && (layers ? originOf(layers.some(isShippedLayer)) : 'new'))
}

/** A document of a kind that a plugin adds, to edit. */
export function useKindDocument<T extends { name: string }>(kind: PluginKindName, name: string): EditableDocument<T> {
  const documents = useKindDefinitions<T>(kind).data
  const layers = documents?.layers[name]
  return useDocument<T>(kind, name, documents && (layers ? originOf(layers.some(isShippedLayer)) : 'new'))
}

/** A role to edit. */
export function useRoleDocument(name: string): EditableDocument<RoleDefinition> {
  const roles = useRoleDefinitions().data
  const layers = roles?.layers[name]
  return useDocument('role', name, roles && (layers ? originOf(layers.some(isShippedLayer)) : 'new'))
}

function originOf(isShipped: boolean): DraftOrigin {
  return isShipped ? 'shipped' : 'own'
}

function isShippedLayer(layer: string): boolean {
  return layer !== 'workspace'
}

function useDocument<T>(kind: DraftKind, name: string, origin: DraftOrigin | undefined): EditableDocument<T> {
  const api = useApi()
  const store = useDraftStore()
  const draft = useDraft().documents[documentKey(kind, name)]
  const published = useQuery({
    queryKey: ['metadata', kind, name, origin],
    enabled: origin === 'own' || origin === 'shipped',
    queryFn: () => loadPublished(api, { kind, name, isShipped: origin === 'shipped' }),
  })

  const base = draft ? draft.base : (published.data ?? null)
  const definition = draft ? draft.definition : base
  const edit: EditableDocument<T>['edit'] = (next, options) =>
    store.put({ kind, name, origin: draft?.origin ?? origin ?? 'new', base, definition: next as Json }, options)

  return {
    name,
    status: statusOf(definition !== null, draft !== undefined, origin, published),
    definition: definition as T | null,
    origin: draft?.origin ?? origin ?? 'new',
    base: base as T | null,
    edit,
  }
}

function statusOf(
  hasDefinition: boolean,
  hasDraft: boolean,
  origin: DraftOrigin | undefined,
  published: { isError: boolean; isSuccess: boolean },
): EditableDocument<unknown>['status'] {
  if (hasDefinition) return 'ready'
  if (hasDraft || origin === 'new') return 'missing'
  if (published.isError) return 'failed'
  return published.isSuccess ? 'missing' : 'loading'
}
