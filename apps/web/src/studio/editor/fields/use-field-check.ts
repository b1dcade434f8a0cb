import { isApiProblem, useApi, useDebounced } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'

import { useDraft } from '../../draft/draft-provider.tsx'
import { changeSetOf, documentKey } from '../../model/change-set.ts'
import type { Json } from '../../model/definitions.ts'
import { isBlankText } from '../../model/localized.ts'
import { putField } from '../../model/object-edits.ts'
import type { Plan, PlanProblem } from '../../publish/types.ts'
import { fieldPrefix } from '../object-editing.ts'
import type { ObjectEditing } from '../object-editing.ts'
import { savedField } from './saved-field.ts'
import type { FieldForm } from './use-field-form.ts'

const REST_MS = 500

/** A problem of the field that is being edited. */
export interface FieldProblem {
  /** RFC 6901, into the property */
  place: string
  message: string
}

/** What the platform would say of the field if the draft were published with it, asked once typing rests. */
export function useFieldCheck(form: FieldForm, editing: ObjectEditing, isReady: boolean): FieldProblem[] {
  const api = useApi()
  const { documents } = useDraft()
  const { definition, base, origin } = editing
  const name = form.name === '' ? `${fieldPrefix(editing)}new_field` : form.name
  const label = isBlankText(form.label) ? { en: name, 'zh-CN': name } : form.label
  const next = putField(definition, savedField({ ...form, name, label }), form.isRequired)
  const key = documentKey('object', definition.name)
  const drafted = { kind: 'object' as const, name: definition.name, origin, base: base as Json | null }
  const changes = changeSetOf({ ...documents, [key]: { ...drafted, definition: next as unknown as Json } })
  const question = JSON.stringify(changes)
  const rested = useDebounced(question, REST_MS)
  // what was typed before is not told of what stands there now
  const isCurrent = isReady && rested === question
  const answer = useQuery({
    queryKey: ['studio-field-check', rested],
    enabled: isCurrent,
    retry: false,
    gcTime: 0,
    queryFn: () => api.post<Plan>('/api/metadata/plan', JSON.parse(rested)),
  })
  const refused = isApiProblem(answer.error) ? (answer.error.problems as PlanProblem[]) : []
  const place = `/properties/${name}`
  return [...(answer.data?.problems ?? []), ...refused].flatMap(({ pointer = '', message, ...problem }) =>
    isCurrent && problem.name === definition.name && pointer.startsWith(`${place}/`)
      ? [{ place: pointer.slice(place.length), message }]
      : [],
  )
}
