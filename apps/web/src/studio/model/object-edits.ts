import { withoutFieldInTypes } from './record-types.ts'
import type { ObjectDefinition, ObjectOptions, Property, Rule, States } from './definitions.ts'

const ORDER_STEP = 10

/** A field with its name. */
export interface NamedField {
  name: string
  property: Property
}

/** The platform half of an object; empty when it says nothing. */
export function optionsOf(object: ObjectDefinition): ObjectOptions {
  return object['x-object'] ?? {}
}

/** The object's fields in the order in which forms and lists show them. */
export function orderedFields(object: ObjectDefinition): NamedField[] {
  const orderOf = ({ property }: NamedField): number => property['x-field'].order ?? Number.MAX_SAFE_INTEGER
  return Object.entries(object.properties)
    .map(([name, property]) => ({ name, property }))
    .sort((a, b) => orderOf(a) - orderOf(b) || (a.name < b.name ? -1 : 1))
}

/** Adds or replaces a field; a new one goes last. */
export function putField(object: ObjectDefinition, field: NamedField, isRequired: boolean): ObjectDefinition {
  const { name, property } = field
  const known = object.properties[name]
  const order = property['x-field'].order ?? known?.['x-field'].order ?? nextOrder(object)
  const placed: Property = { ...property, 'x-field': { ...property['x-field'], order } }
  return withRequired({ ...object, properties: { ...object.properties, [name]: placed } }, name, isRequired)
}

/** Removes a field and what the object itself says about it. */
export function removeField(object: ObjectDefinition, name: string): ObjectDefinition {
  const { [name]: _removed, ...properties } = object.properties
  const { nameField, states, ...options } = withoutFieldInTypes(optionsOf(object), name)
  const kept: ObjectOptions = {
    ...options,
    ...(nameField !== undefined && nameField !== name ? { nameField } : {}),
    ...(states && states.field !== name ? { states } : {}),
  }
  return withRequired({ ...object, properties, 'x-object': kept }, name, false)
}

/** True when a record cannot be saved without the field. */
export function isRequired(object: ObjectDefinition, name: string): boolean {
  return (object.required ?? []).includes(name)
}

function withRequired(object: ObjectDefinition, name: string, isWanted: boolean): ObjectDefinition {
  if (isRequired(object, name) === isWanted) return object
  const others = (object.required ?? []).filter((other) => other !== name)
  return { ...object, required: isWanted ? [...others, name] : others }
}

function nextOrder(object: ObjectDefinition): number {
  const orders = Object.values(object.properties).map((property) => property['x-field'].order ?? 0)
  return Math.max(0, ...orders) + ORDER_STEP
}

/** Moves a field to a position. Only its own order changes where there is room between its new neighbours. */
export function moveField(object: ObjectDefinition, name: string, position: number): ObjectDefinition {
  const names = orderedFields(object).map((field) => field.name)
  const rest = names.filter((other) => other !== name)
  const target = Math.max(0, Math.min(position, rest.length))
  if (names[target] === name) return object
  const orders = [rest[target - 1], rest[target]].map((other) => object.properties[other ?? '']?.['x-field'].order)
  const between = orderBetween(orders[0] ?? (target === 0 ? 0 : undefined), orders[1], target === rest.length)
  if (between !== null) return withOrders(object, { [name]: between })
  const sorted = [...rest.slice(0, target), name, ...rest.slice(target)]
  return withOrders(object, Object.fromEntries(sorted.map((each, index) => [each, (index + 1) * ORDER_STEP])))
}

function orderBetween(low: number | undefined, high: number | undefined, isLast: boolean): number | null {
  if (low === undefined) return null
  if (isLast) return low + ORDER_STEP
  if (high === undefined || high - low < 2) return null
  return Math.floor((low + high) / 2)
}

function withOrders(object: ObjectDefinition, orders: Record<string, number>): ObjectDefinition {
  const properties = Object.entries(object.properties).map(([name, property]) => {
    const order = orders[name]
    if (order === undefined || order === property['x-field'].order) return [name, property]
    return [name, { ...property, 'x-field': { ...property['x-field'], order } }]
  })
  return { ...object, properties: Object.fromEntries(properties) }
}

/** Changes the platform half of an object; a key that becomes undefined goes away. */
export function withOptions(object: ObjectDefinition, change: Partial<ObjectOptions>): ObjectDefinition {
  const merged = Object.entries({ ...optionsOf(object), ...change }).filter(([, value]) => value !== undefined)
  return { ...object, 'x-object': Object.fromEntries(merged) }
}

/** Adds or replaces a validation rule. */
export function putRule(object: ObjectDefinition, name: string, rule: Rule): ObjectDefinition {
  return withOptions(object, { rules: { ...optionsOf(object).rules, [name]: rule } })
}

/** Removes a validation rule. */
export function removeRule(object: ObjectDefinition, name: string): ObjectDefinition {
  const { [name]: _removed, ...rules } = optionsOf(object).rules ?? {}
  return withOptions(object, { rules: Object.keys(rules).length > 0 ? rules : undefined })
}

/** Sets or removes the state model. */
export function withStates(object: ObjectDefinition, states: States | undefined): ObjectDefinition {
  return withOptions(object, { states })
}
