import { checkExpression } from '@fieldwork/expressions'
import { isApiProblem, plainValue, referencesOf, useApi, useDebounced, useObjectSchema } from '@fieldwork/ui'
import type { ObjectSchema, RecordData, ReferenceValue, ServerProblem } from '@fieldwork/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'

import { draftEnvironment } from '../../catalog/expression-environment.ts'
import { useStudioObjects } from '../../catalog/studio-objects.ts'
import type { DuplicateRule } from '../../model/definitions.ts'
import { matchParts } from '../../model/duplicates.ts'
import type { ObjectEditing } from '../object-editing.ts'

const REST_MS = 400

/** What one rule does with the values, as the server tells. */
export interface RuleTrial {
  rule: string
  problems: ServerProblem[]
  keys: (string | null)[]
  applies: boolean
  found: ServerProblem | null
  more: boolean
}

/** Rules by name, in their order. */
export type NamedRules = [string, DuplicateRule][]

/** Values to try rules on, typed or taken from a record, and what the rules find for them. */
export function useTrial({ object }: ObjectEditing, rules: NamedRules) {
  const schema = useObjectSchema(object.isNew ? '' : object.name, 'update').data
  const fields = useReadFields(object.name, rules).filter((name) => schema?.fields[name]?.writable === true)
  const [record, setRecord] = useState<ReferenceValue | null>(null)
  const [typed, setTyped] = useState<Record<string, unknown>>({})
  const [chosen, setChosen] = useState<ReferenceValue[]>([])
  const taken = useTaken(schema, fields, record?.id ?? null)
  const all = { ...taken.values, ...typed }
  const values = Object.fromEntries(fields.flatMap((name) => (isEmpty(all[name]) ? [] : [[name, all[name]]])))
  const answer = useAnswer({ object: object.name, id: record?.id, values, rules, isReady: Boolean(schema) })
  return {
    schema,
    fields,
    values,
    references: [...taken.references, ...chosen],
    record,
    ...answer,
    takeRecord: (next: ReferenceValue | null) => {
      setRecord(next)
      setTyped({})
    },
    type: (name: string, value: unknown, reference?: ReferenceValue | null) => {
      setTyped((before) => ({ ...before, [name]: value ?? null }))
      if (reference) setChosen((before) => [...before, reference])
    },
  }
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === ''

/** The fields that the rules compare, and those that their conditions read. */
function useReadFields(object: string, rules: NamedRules): string[] {
  const objects = useStudioObjects()
  const source = JSON.stringify(rules)
  return useMemo(() => {
    const environment = draftEnvironment(objects, object)
    const names = (JSON.parse(source) as NamedRules).flatMap(([, rule]) => {
      const checked = rule.where ? checkExpression(rule.where, environment) : null
      const read = checked?.ok ? checked.expression.paths.flatMap(([first]) => first ?? []) : []
      return [...matchParts(rule).map(({ field }) => field), ...read]
    })
    return [...new Set(names)]
  }, [objects, object, source])
}

/** What a record holds in the fields. */
function useTaken(schema: ObjectSchema | undefined, fields: string[], id: string | null) {
  const api = useApi()
  const found = useQuery({
    queryKey: ['records', schema?.object, 'duplicate-trial', id, fields],
    enabled: schema !== undefined && id !== null && fields.length > 0,
    queryFn: ({ signal }) =>
      api.get<RecordData>(`/api/records/${schema?.object}/${id}?fields=${fields.join(',')}`, signal),
  })
  const record = id === null ? undefined : found.data
  // a list is another one each time, its names are not
  const names = fields.join(',')
  return useMemo(() => {
    const values: Record<string, unknown> = {}
    for (const name of names.split(',')) {
      const info = schema?.fields[name]
      if (record && info) values[name] = plainValue(record[name], info)
    }
    return { values, references: record ? Object.values(referencesOf(record)).flat() : [] }
  }, [record, schema, names])
}

interface Question {
  object: string
  id: string | undefined
  values: Record<string, unknown>
  rules: NamedRules
  isReady: boolean
}

/** Asked once typing rests, as soon as there is something to compare. */
function useAnswer({ object, id, values, rules, isReady }: Question) {
  const api = useApi()
  const body = { object, values, ...(id === undefined ? {} : { id }), rules: Object.fromEntries(rules) }
  const rested = useDebounced(JSON.stringify(body), REST_MS)
  const isAsked = isReady && Object.keys(values).length > 0
  const answer = useQuery({
    queryKey: ['records', object, 'duplicate-trial', rested],
    enabled: isAsked,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: () => api.post<{ data: RuleTrial[] }>('/api/metadata/duplicates/try', JSON.parse(rested)),
  })
  const problems = isApiProblem(answer.error) ? answer.error.problems : []
  const trials = isAsked && !answer.isError ? (answer.data?.data ?? []) : []
  return { isAsked, trials, error: problems.length === 0 ? answer.error : null, problems }
}
