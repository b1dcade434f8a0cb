import type { QueryContext } from '@fieldwork/database'
import type { Json, JsonSchema } from '@fieldwork/fields'
import { completenessField, completenessGroups, recordSchemaOf, resolveLayout } from '@fieldwork/metadata'
import type {
  CompiledField,
  CompiledObject,
  CompiledRecordType,
  LayoutDefinition,
  LayoutPurpose,
  ObjectDocument,
} from '@fieldwork/metadata'
import { accessPlan, operations } from './access/access-plan.ts'
import { conversionsFor } from './conversions/preview-conversion.ts'
import { demand } from './actor-context.ts'
import type { FormField, FormSchema, FormSchemaInput, FormStates } from './form-types.ts'
import { withoutFields } from './access/known-object.ts'
import { isKnownExpression, knownLayout } from './known-layout.ts'
import { localise } from './localise.ts'
import { defaultExpression, narrowed, recordTypeOf, recordTypesOf, typed } from './record-type-form.ts'
import { shownField } from './shown-field.ts'
import { shownSummaries } from './shown-summaries.ts'
import type { Actor } from './types.ts'

/**
 * What a form needs: schema, layouts, field rights and states, in the actor's language.
 *
 * @throws forbidden, not_found
 */
export function formSchemaOf(
  ctx: QueryContext,
  actor: Actor,
  { object: name, mode, recordType }: FormSchemaInput,
): FormSchema {
  const { locale } = actor
  const { createsWithMaster } = accessPlan(ctx.catalog, actor)
  const isCreate = mode === 'create' && (ctx.access(name, 'create').kind !== 'none' || createsWithMaster(name))
  if (!isCreate) demand(ctx, name, 'read')
  const object = ctx.catalog.object(name)
  const type = recordTypeOf(object, mode, recordType)
  const allowed = operations.filter((operation) => ctx.access(name, operation).kind !== 'none')
  const known = withoutFields(object, ctx.absent?.(name))
  const fields = [...known.fields.values()].map(
    (field) => [field.name, formField(ctx, object, { field, locale, mode, type })] as const,
  )
  const entered = enteredObject(ctx, { object: name, mode })
  const layout = (purpose: LayoutPurpose) => {
    const resolved = localise(resolveLayout(ctx.catalog, name, { purpose, recordType: type?.name }), locale)
    return shownSummaries(
      ctx,
      knownLayout(ctx, resolved as LayoutDefinition),
      locale,
    ) as unknown as FormSchema['layout']
  }
  const shown = {
    layout: layout('form'),
    detailLayout: layout('detail'),
    fields: Object.fromEntries(fields),
    completeness: completenessOf(ctx, known, locale),
  }
  return {
    object: name,
    label: object.label[locale],
    icon: object.icon,
    nameField: object.nameField,
    mode,
    schema: typed(titled(recordSchemaOf(entered, mode), object, locale), mode, type),
    ...shown,
    ...readParameters(ctx.catalog, shown),
    states: statesOf(known, locale, {
      type,
      submitting: new Set(chainsOf(ctx, name).map(({ transition }) => transition)),
    }),
    recordTypes: recordTypesOf(known, allowed, locale),
    recordType: type?.name ?? null,
    collections: collectionsOf(ctx, object, { locale, isNew: mode === 'create' ? createsWithMaster : () => false }),
    duplicateFields: duplicateFieldsOf(entered),
    operations: allowed,
    isCreatedWithMaster: createsWithMaster(name),
    conversions: conversionsFor(ctx, name).map((each) => ({
      name: each.name,
      label: each.label[locale],
      transition: each.writeBack.transition,
    })),
    approvals: chainsOf(ctx, name)
      .filter(({ transition }) => transition === null)
      .map((chain) => ({ name: chain.name, label: chain.label[locale] })),
    attachments: object.hasAttachments,
    validator: `/api/records/${name}/validator.js?mode=${mode}&v=${entered.hash}`,
    hash: entered.hash,
  }
}

/** The parameters that expressions of a form read. */
function readParameters({ parameters }: QueryContext['catalog'], shown: object): Pick<FormSchema, 'parameters'> {
  if (parameters.size === 0) return {}
  const names = new Set([...JSON.stringify(shown).matchAll(/\bparam\.(\w+)/g)].map(([, name = '']) => name))
  const found = [...names].flatMap((name) => {
    const parameter = parameters.get(name)
    return parameter ? [[name, { type: parameter.type, value: parameter.value, changes: parameter.changes }]] : []
  })
  return found.length > 0 ? { parameters: Object.fromEntries(found) } : {}
}

type Language = Actor['locale']

/**
 * The object as a form of the actor's knows it: without fields that do not exist for him, and without those of which he
 * can send no value.
 *
 * @throws forbidden, not_found
 */
export function enteredObject(ctx: QueryContext, { object: name, mode }: FormSchemaInput): CompiledObject {
  demand(ctx, name, 'read')
  const closed = [...(ctx.absent?.(name) ?? []), ...(ctx.fieldRights?.(name).unwritten[mode] ?? [])]
  return withoutFields(ctx.catalog.object(name), new Set(closed))
}

const duplicateFieldsOf = ({ duplicates, fields }: CompiledObject): string[] => [
  ...new Set(duplicates.flatMap(({ match }) => match.map(({ field }) => field)).filter((name) => fields.has(name))),
]

interface FormFieldInput {
  field: CompiledField
  locale: Language
  mode: FormSchemaInput['mode']
  type: CompiledRecordType | null
}

function formField(
  ctx: QueryContext,
  object: CompiledObject,
  { field, locale, mode, type }: FormFieldInput,
): FormField {
  const { readOnly, required, formula } = field
  const isMasked = ctx.masked?.(object.name).has(field.name) === true
  const isPartly = isMasked && ctx.fieldRights?.(object.name).partly.has(field.name) === true
  const isUnwritten = ctx.fieldRights?.(object.name).unwritten[mode].has(field.name) === true
  const isPartlyWritable = ctx.fieldRights?.(object.name).partlyWritten[mode].has(field.name) === true
  const { property, ...shown } = shownField(field, locale, isMasked)
  const isState = object.states?.field === field.name
  const isWritable = !readOnly && !isState && !isUnwritten
  return {
    ...narrowed(shown, type?.options[field.name]),
    ...((readOnly || isUnwritten) && { property }),
    help: field.property['x-field'].help?.[locale] ?? null,
    readable: isWritable || !isMasked || mode === 'update',
    ...(isMasked && { masked: true }),
    ...(isPartly && { partly: true }),
    writable: isWritable,
    ...(isWritable && isPartlyWritable && { partlyWritable: true }),
    required: required && !isState && (mode === 'update' || field.default === null),
    ...(formula && !isMasked && { formula: formula.source }),
    ...(mode === 'create' && knownDefault(ctx, object, defaultExpression(field, type))),
  }
}

/** A default over fields that do not exist for the actor is left to the server. */
function knownDefault(ctx: QueryContext, { name }: CompiledObject, given: Pick<FormField, 'defaultExpression'>) {
  const { defaultExpression: source } = given
  return !ctx.absent || source === undefined || isKnownExpression(ctx, name, source) ? given : {}
}

interface Collecting {
  locale: Language
  /** whether records of the object can be made together with a new one */
  isNew(object: string): boolean
}

/**
 * The collections whose records the actor may read, or make along with a new record, as long as he sees which record
 * they belong to.
 */
function collectionsOf(
  ctx: QueryContext,
  object: CompiledObject,
  { locale, isNew }: Collecting,
): FormSchema['collections'] {
  const readable = [...object.collections.values()].filter(
    ({ object: child, field, isLines }) =>
      (ctx.access(child, 'read').kind !== 'none' || (isLines && isNew(child))) && !ctx.masked?.(child).has(field),
  )
  return Object.fromEntries(
    readable.map(({ name, ...collection }) => {
      const child = ctx.catalog.object(collection.object)
      const position = collection.isLines ? (child.master?.position ?? null) : null
      return [name, { ...collection, label: child.label[locale], position }]
    }),
  )
}

/** The chains of approval that may begin, in the order in which they are tried. */
const chainsOf = ({ catalog }: QueryContext, object: string) =>
  [...catalog.approvals.values()]
    .filter((chain) => chain.object === object && chain.active)
    .sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1))

/** Who does not see the state does not know the ways out of it. */
function statesOf(
  { states, fields }: CompiledObject,
  locale: Language,
  { type, submitting }: { type: CompiledRecordType | null; submitting: ReadonlySet<string | null> },
): FormStates | null {
  if (!states || !fields.has(states.field)) return null
  const transitions = Object.values(states.transitions).map(
    ({ name, label, from, to, requires }) =>
      [name, { label: label[locale], from, to, requires, approved: submitting.has(name) }] as const,
  )
  return { field: states.field, initial: type?.initial ?? states.initial, transitions: Object.fromEntries(transitions) }
}

function completenessOf(
  ctx: QueryContext,
  { definition, name: object, fields: known }: CompiledObject,
  locale: Language,
): FormSchema['completeness'] {
  const { completeness } = definition['x-object'] as NonNullable<ObjectDocument['x-object']>
  if (!completeness) return null
  const groups = completenessGroups(completeness)
  return groups.map(({ name, label, responsible, when: source, fields }) => ({
    name,
    label: label[locale],
    responsible: responsible?.[locale] ?? null,
    when: source !== null && ctx.absent && !isKnownExpression(ctx, object, source) ? null : source,
    field: completenessField(groups.length > 1 ? name : undefined),
    fields: Object.fromEntries(Object.entries(fields).filter(([field]) => known.has(field))),
  }))
}

/** Titles and descriptions in one language; `x-field` stays as it is defined. */
function titled(schema: JsonSchema, object: CompiledObject, locale: Language): JsonSchema {
  const properties = Object.entries(schema.properties as Record<string, JsonSchema>).map(([name, property]) => {
    const field = object.fields.get(name)
    const help = field?.property['x-field'].help
    return [
      name,
      { ...property, title: field?.label[locale] ?? name, ...(help && { description: help[locale] }) },
    ] as const
  })
  return { ...schema, title: object.label[locale], properties: Object.fromEntries(properties) as Json }
}
