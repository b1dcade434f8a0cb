import { fieldTypes, presentationOf } from '@fieldwork/fields'
import type { FieldType, Property } from '@fieldwork/fields'
import { masksOf, menuOf, overlooksDifferences } from '@fieldwork/metadata'
import type {
  Catalog,
  CompiledField,
  CompiledObject,
  KindDescriptor,
  MenuItem,
  StepDescriptor,
  TriggerDescriptor,
} from '@fieldwork/metadata'
import type { Capability } from '../../capability.ts'

/** What the studio starts from: objects in short, and the field types with the options of each; for those who keep the definitions. */
export const catalog: Capability = {
  name: 'catalog',
  register(app, { registry }) {
    app.get('/api/catalog', { config: { access: 'administrator', right: 'configuration' } }, async () => {
      const current = registry.catalog()
      const appsOf = objectApps(current)
      return {
        revision: current.revision,
        objects: [...current.objects.values()].map((object) => ({
          ...describeObject(object, current),
          ...describeAccess(object),
          apps: appsOf.get(object.name) ?? [],
        })),
        fieldTypes: [...fieldTypes.values()].map(describeType),
      }
    })

    app.get('/api/catalog/steps', { config: { access: 'administrator', right: 'configuration' } }, async () => ({
      data: [...registry.catalog().extensions.steps.values()].map(describeStep),
    }))

    app.get('/api/catalog/triggers', { config: { access: 'administrator', right: 'configuration' } }, async () => ({
      data: [...(registry.catalog().extensions.triggers?.values() ?? [])].map(describeTrigger),
    }))

    app.get('/api/catalog/kinds', { config: { access: 'administrator', right: 'configuration' } }, async () => ({
      data: [...(registry.catalog().extensions.kinds?.values() ?? [])].map(describeKind),
    }))
  },
}

/** A kind of workflow step: what the designer draws it and its form from. */
function describeStep(descriptor: StepDescriptor): StepDescriptor {
  const { name, label, help, icon, group, order, options, output, effect, branches, returns, item } = descriptor
  return {
    name,
    label,
    help,
    icon,
    group,
    order,
    options,
    output,
    effect,
    ...(branches && { branches }),
    ...(returns && { returns }),
    ...(item && { item }),
  }
}

/** A trigger of a plugin: what the designer draws its form from. */
const describeTrigger = ({
  name,
  label,
  help,
  icon,
  order,
  options,
  values,
}: TriggerDescriptor): TriggerDescriptor => ({
  name,
  label,
  help,
  icon,
  order,
  options,
  values,
})

/** A kind of definition of a plugin: what the studio lists and fills in its documents by. */
const describeKind = ({ name, label, help, icon, schema }: KindDescriptor): Omit<KindDescriptor, 'compile'> => ({
  name,
  label,
  icon,
  schema,
  ...(help && { help }),
})

function describeType(type: FieldType) {
  const { name, label, icon, options, keywords, widget, computed, searchable, measures, sortable, without = [] } = type
  // an example stands for every field of the type
  const property = type.complete(type.conformance[0]?.property ?? { 'x-field': { type: name } })
  return {
    name,
    label,
    icon,
    widget,
    keywords,
    options: { type: 'object', ...options },
    computed: computed ?? null,
    searchable,
    naming: isNaming(type, property),
    measures,
    sortable,
    without,
    masks: masksOf(type),
    overlooks: overlooksDifferences(type),
    presentation: presentationOf(type, property),
    expression: type.expression(property),
  }
}

/** Values that are words of one line or more, and that search finds. */
function isNaming({ computed, searchable, searchText, ...type }: FieldType, property: Property): boolean {
  const isWords = type.expression(property).kind === 'text' && searchable && !searchText
  return isWords && computed !== 'formula' && computed !== 'roll-up'
}

function describeObject(object: CompiledObject, current: Catalog) {
  const layers = current.layersOf('object', object.name)
  return {
    name: object.name,
    label: object.label,
    icon: object.icon,
    shipped: layers.some((layer) => layer !== 'workspace'),
    customised: layers.includes('workspace'),
    managed: object.managed,
    nameField: object.nameField,
    hierarchy: object.hierarchy,
    fields: [...object.fields.values()].map(describeField),
    collections: [...object.collections.values()].map(({ name, object: of, field, isLines }) => ({
      name,
      object: of,
      field,
      isLines,
    })),
  }
}

/** What decides who sees the object's records. */
function describeAccess({ hasOwner, master, dimensions, through, parameter }: CompiledObject) {
  return {
    hasOwner,
    master: master === null ? null : master.object,
    dimensions: Object.fromEntries(Object.entries(dimensions).map(([name, path]) => [name, path.join('.')])),
    through: through === null ? null : through.field,
    parameter,
  }
}

/** By object: the apps that have it in their menus. */
function objectApps(current: Catalog): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>()
  const add = (app: string, { object, children = [] }: MenuItem): void => {
    if (object !== undefined) found.set(object, [...new Set([...(found.get(object) ?? []), app])])
    for (const child of children) add(app, child)
  }
  for (const app of current.documents('app').keys()) for (const item of menuOf(current, app).items) add(app, item)
  return found
}

function describeField({ name, type, property, label, required, readOnly, system, ...field }: CompiledField) {
  const expression = type.expression(property)
  const { reference, targets } = field
  return {
    name,
    type: type.name,
    label,
    required,
    readOnly,
    system,
    reference,
    targets: targets?.objects ?? null,
    onDelete: property['x-field'].onDelete ?? null,
    sensitive: (property['x-field'].sensitive ?? false) !== false,
    expression,
    isLong: type.presentation?.isLong === true,
  }
}
