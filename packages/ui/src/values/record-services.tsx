import { FieldServicesProvider, valueText } from '@fieldwork/fields/ui'
import type { FieldServices, FileService, FileValue, ReferenceOption, TreeLevel } from '@fieldwork/fields/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import type { ReactNode } from 'react'

import { useApi } from '../api/api-provider.tsx'
import type { Api } from '../api/create-api.ts'
import { keys } from '../api/keys.ts'
import { listParameters, useMe } from '../api/queries.ts'
import type { Locale, Me, ObjectSchema, RecordData, RecordPage } from '../api/types.ts'
import { useWriteLock } from '../parts/write-lock.tsx'
import { AppLink } from '../theme/navigation.tsx'
import { useTexts } from '../texts/i18n.ts'
import { recordPath } from './record-path.ts'
import { shapeOf } from './shapes.ts'

const SEARCH_LIMIT = 20
const SECOND_LINE_TYPES = ['auto-number', 'phone', 'lookup', 'select', 'email']

/** Opens a form for a new record of the object and resolves with it, or with null when it was closed. */
export type CreateHere = (object: string, name: string) => Promise<{ id: string; label: string | null } | null>

/** Gives the field widgets below search, links and the caller's clock. */
export function RecordServicesProvider({ createHere, children }: { createHere?: CreateHere; children: ReactNode }) {
  const api = useApi()
  const client = useQueryClient()
  const { locale } = useTexts()
  const me = useMe().data
  const isLocked = useWriteLock().disabled === true
  const sent = useRef<SentFiles>({ sent: new Map(), sending: new Set() })

  const services = useMemo<FieldServices>(() => {
    const schemaOf = (object: string) =>
      client.ensureQueryData({
        queryKey: keys.schema(object, 'update'),
        queryFn: () => api.get<ObjectSchema>(`/api/records/${object}/schema?mode=update`),
      })
    return {
      locale,
      timeZone: me?.timeZone ?? 'Asia/Shanghai',
      search: async (object, text, signal) =>
        searchReferences(api, { schema: await schemaOf(object), text, locale, signal }),
      tree: (object) => (me?.objects[object]?.hierarchy ? levelOf(api, () => schemaOf(object)) : null),
      objects: (names) => chosenObjects(me?.objects ?? {}, names),
      RecordLink,
      files: fileService(api, sent.current),
      create: (object) =>
        createHere && !isLocked && me?.rights[object]?.includes('create') ? (name) => createHere(object, name) : null,
    }
  }, [api, client, createHere, isLocked, locale, me?.objects, me?.rights, me?.timeZone])

  return <FieldServicesProvider services={services}>{children}</FieldServicesProvider>
}

/** siblings offered in a tree */
const LEVEL_LIMIT = 500

function levelOf(api: Api, schemaOf: () => Promise<ObjectSchema>): TreeLevel {
  return async (parent, signal) => {
    const { object, nameField } = await schemaOf()
    const below = parent === null ? '' : `&parent=${parent}`
    const records: RecordData[] = []
    let after: string | null = null
    do {
      const parameters = listParameters({ fields: [nameField], sort: nameField, limit: LEVEL_LIMIT }, after)
      const page: RecordPage = await api.get(`/api/records/${object}/tree${parameters}${below}`, signal)
      records.push(...page.data)
      after = page.page.after
    } while (after)
    return records.map((record) => ({
      id: record.id,
      label: String(record[nameField] ?? ''),
      hasChildren: record['_has_children'] === true,
    }))
  }
}

/** Files that were sent from here, and those on their way. */
interface SentFiles {
  sent: Map<string, FileValue>
  sending: Set<File>
}

function fileService(api: Api, { sent, sending }: SentFiles): FileService {
  return {
    async upload(file, options) {
      const form = new FormData()
      form.append('file', file, file.name)
      sending.add(file)
      try {
        const stored = await api.upload<FileValue>('/api/files', form, options)
        sent.set(stored.id, stored)
        return stored
      } finally {
        sending.delete(file)
      }
    },
    known: (id) => sent.get(id),
    isSending: () => sending.size > 0,
    fetch: api.isViewingAs() ? (url, { signal, headers }) => api.open(url, signal, headers) : null,
  }
}

function chosenObjects(known: Me['objects'], names: readonly string[] | null): { name: string; label: string }[] {
  const chosen = names ?? Object.keys(known).filter((name) => known[name]?.managed === false)
  return chosen.flatMap((name) => (known[name] ? [{ name, label: known[name].label }] : []))
}

function RecordLink({ object, id, children }: { object: string; id: string; children: ReactNode }) {
  return <AppLink to={recordPath(object, id)}>{children}</AppLink>
}

async function searchReferences(
  api: Api,
  search: { schema: ObjectSchema; text: string; locale: Locale; signal: AbortSignal },
): Promise<ReferenceOption[]> {
  const { schema, text, locale, signal } = search
  const second = secondLineFields(schema)
  const query = { q: text, fields: [schema.nameField, ...second], limit: SEARCH_LIMIT }
  const page = await api.get<RecordPage>(`/api/records/${schema.object}${listParameters(query)}`, signal)
  return page.data.map((record) => ({
    id: record.id,
    label: String(record[schema.nameField] ?? ''),
    secondary: secondLine(record, second, schema, locale),
  }))
}

/** Two facts that tell records of the same name apart. */
function secondLineFields(schema: ObjectSchema): string[] {
  if (schema.object === 'user') return ['username']
  return SECOND_LINE_TYPES.flatMap((type) =>
    Object.keys(schema.fields)
      .filter((name) => name !== schema.nameField && schema.fields[name]?.type === type && schema.fields[name].readable)
      .slice(0, 1),
  ).slice(0, 2)
}

function secondLine(record: RecordData, names: string[], schema: ObjectSchema, locale: Locale): string {
  return names
    .flatMap((name) => {
      const shape = shapeOf(schema, name)
      return shape ? [valueText(shape, record[name], { locale, timeZone: 'UTC' })] : []
    })
    .filter((text) => text !== '')
    .join(' · ')
}
