import { useMemo } from 'react'

import { useDraft } from '../draft/draft-provider.tsx'
import type { DraftDocuments } from '../model/change-set.ts'
import type { ObjectDefinition, Property } from '../model/definitions.ts'
import { optionsOf, orderedFields } from '../model/object-edits.ts'
import { useCatalog } from './queries.ts'
import { draftType, withDraftCollections } from './draft-types.ts'
import type { CatalogField, CatalogFieldType, CatalogObject } from './types.ts'

/** An object as it will be when the draft is published. */
export interface StudioObject extends CatalogObject {
  /** nothing of it is published yet */
  isNew: boolean
  /** the draft changes it */
  isChanged: boolean
  definition: ObjectDefinition | null
}

/** Every object, the draft's edits included, by label-independent order: own ones first, then as the catalog has them. */
export function useStudioObjects(): StudioObject[] {
  const catalog = useCatalog().data
  const { documents } = useDraft()
  return useMemo(() => {
    const types = new Map(catalog?.fieldTypes.map((type) => [type.name, type]))
    return studioObjects(catalog?.objects ?? [], documents, types)
  }, [catalog, documents])
}

type FieldTypes = ReadonlyMap<string, CatalogFieldType>

/** Puts the draft's objects over the published ones. */
function studioObjects(published: CatalogObject[], documents: DraftDocuments, types: FieldTypes): StudioObject[] {
  const drafts = new Map(
    Object.values(documents).flatMap((document) => (document.kind === 'object' ? [[document.name, document]] : [])),
  )
  const known = published.flatMap((object) => {
    const draft = drafts.get(object.name)
    if (draft && draft.definition === null) return []
    const definition = (draft?.definition ?? null) as ObjectDefinition | null
    return [
      definition ? overlaid(object, definition, types) : { ...object, isNew: false, isChanged: false, definition },
    ]
  })
  const fresh = [...drafts.values()].flatMap(({ name, definition }) =>
    definition && !published.some((object) => object.name === name)
      ? [newObject(definition as unknown as ObjectDefinition, types)]
      : [],
  )
  return withDraftCollections([...fresh, ...known])
}

function overlaid(object: CatalogObject, definition: ObjectDefinition, types: FieldTypes): StudioObject {
  const system = object.fields.filter((field) => field.system)
  return { ...object, ...shortOf(definition, { system, types }), isNew: false, isChanged: true, definition }
}

function newObject(definition: ObjectDefinition, types: FieldTypes): StudioObject {
  const state = { shipped: false, customised: true, managed: false, isNew: true, isChanged: true }
  const system = SYSTEM_FIELDS.map((field) => ({
    ...field,
    expression: draftType(field, types.get(field.type), {}),
    isLong: false,
  }))
  const apps = definition['x-object']?.apps ?? []
  return {
    name: definition.name,
    ...state,
    apps,
    collections: [],
    ...shortOf(definition, { system, types }),
    definition,
  }
}

function shortOf(definition: ObjectDefinition, { system, types }: { system: CatalogField[]; types: FieldTypes }) {
  const options = optionsOf(definition)
  const required = definition.required ?? []
  const own = orderedFields(definition).map(({ name, property }) => {
    const field = shortField(name, property, required)
    const type = types.get(field.type)
    const expression = draftType(field, type, property['x-field'])
    return { ...field, expression, isLong: type?.presentation?.isLong === true }
  })
  return {
    label: options.label ?? { en: definition.name, 'zh-CN': definition.name },
    icon: options.icon ?? 'file-text',
    nameField: options.nameField ?? '',
    hasOwner: options.owner === true,
    master: masterOf(definition),
    dimensions: options.dimensions ?? {},
    through: options.access?.through ?? null,
    parameter: options.access?.parameter ?? null,
    hierarchy: options.hierarchy ?? null,
    fields: [...own, ...system],
  }
}

function masterOf({ properties }: ObjectDefinition): string | null {
  const line = Object.values(properties).find((property) => property['x-field'].type === 'master-detail')
  return typeof line?.['x-field']['object'] === 'string' ? line['x-field']['object'] : null
}

const COMPUTED: ReadonlySet<string> = new Set(['formula', 'auto-number', 'roll-up'])

const NAMED_REFERENCES: Record<string, string> = { user: 'user', department: 'department' }
const POINTING: ReadonlySet<string> = new Set(['lookup', 'master-detail'])

function targetsOf({ 'x-field': { type, object, objects } }: Property): string[] | null {
  if (type === 'multi-lookup') return typeof object === 'string' ? [object] : []
  return objects === undefined ? null : [objects].flat().map(String)
}

type PlainField = Omit<CatalogField, 'expression' | 'isLong'>

function shortField(name: string, property: Property, required: string[]): PlainField {
  const { type, label, object, onDelete, sensitive } = property['x-field']
  return {
    name,
    type,
    label: label ?? { en: name, 'zh-CN': name },
    required: required.includes(name),
    readOnly: property.readOnly === true || COMPUTED.has(type),
    system: false,
    reference: NAMED_REFERENCES[type] ?? (POINTING.has(type) && typeof object === 'string' ? object : null),
    targets: targetsOf(property),
    onDelete: typeof onDelete === 'string' ? onDelete : null,
    sensitive: (sensitive ?? false) !== false,
  }
}

function systemField(name: string, type: string, en: string, zh: string, reference: string | null): PlainField {
  return {
    name,
    type,
    label: { en, 'zh-CN': zh },
    required: false,
    readOnly: true,
    system: true,
    reference,
    targets: null,
    onDelete: null,
    sensitive: false,
  }
}

/** What every object has, for one that is not published yet. */
const SYSTEM_FIELDS: PlainField[] = [
  systemField('created_at', 'date-time', 'Created at', '创建时间', null),
  systemField('created_by', 'user', 'Created by', '创建人', 'user'),
  systemField('updated_at', 'date-time', 'Last changed', '最后修改时间', null),
  systemField('updated_by', 'user', 'Changed by', '最后修改人', 'user'),
]
