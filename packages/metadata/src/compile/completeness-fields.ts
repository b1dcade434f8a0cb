import type { LocalizedText, Property } from '@fieldwork/fields'
import type { CompletenessGroup as GroupDocument } from '../generated/object.ts'
import { describeLabel, text } from '../words.ts'
import { knownFieldType } from './known-field-type.ts'

/** A group of a completeness standard. */
export interface CompletenessGroup {
  name: string
  label: LocalizedText
  responsible: LocalizedText | null
  when: string | null
  /** field -> weight */
  fields: Record<string, number>
}

type Groups = Record<string, GroupDocument>

/** The groups of a standard in their order. */
export function completenessGroups(groups: Groups): CompletenessGroup[] {
  const orderOf = (name: string) => groups[name]?.order ?? Number.MAX_SAFE_INTEGER
  const names = Object.keys(groups).sort((a, b) => orderOf(a) - orderOf(b) || (a < b ? -1 : 1))
  return names.map((name) => {
    const { label = describeLabel(name), responsible = null, when = null, fields } = groups[name] as GroupDocument
    return { name, label, responsible, when, fields }
  })
}

/** The field that tells the completeness of a record, or of one of several groups of its fields. */
export const completenessField = (group?: string): string =>
  group === undefined ? 'completeness' : `completeness_${group}`

/**
 * The properties with those that tell the completeness, in percent (PLAT-20): formulas over the standard, so that they
 * are right at once when a record or the standard changes, and can be filtered, sorted, reported and ruled by.
 */
export function withCompleteness(
  properties: Record<string, Property>,
  standard: Groups | undefined,
): Record<string, Property> {
  if (!standard) return properties
  const groups = completenessGroups(standard)
  const parts = groups.length > 1 ? groups : []
  const label = text('Completeness', '完整度')
  const made = [
    [completenessField(), formula(properties, groups, label)] as const,
    ...parts.map((group) => {
      const named = text(`${label.en}: ${group.label.en}`, `${group.label['zh-CN']}${label['zh-CN']}`)
      return [completenessField(group.name), formula(properties, [group], named)] as const
    }),
  ]
  return { ...properties, ...Object.fromEntries(made) }
}

function formula(properties: Record<string, Property>, groups: CompletenessGroup[], label: LocalizedText): Property {
  const earned = groups.map((group) => counted(group, filledWeights(properties, group))).join(' + ')
  const possible = groups.map((group) => counted(group, String(weightOf(group)))).join(' + ')
  const expression = `(${possible}) == 0 ? 100.0 : round((${earned}) * 100.0 / (${possible}), 0)`
  return { 'x-field': { type: 'formula', label, expression, result: 'percent' } } as Property
}

/** A group counts only for records for which its condition holds. */
const counted = ({ when }: CompletenessGroup, points: string): string =>
  when === null ? `(${points})` : `((${when}) ? (${points}) : 0)`

const weightOf = ({ fields }: CompletenessGroup): number =>
  Object.values(fields).reduce((sum, weight) => sum + weight, 0)

/** Fields that do not exist are reported where they are written, so they count as empty here. */
function filledWeights(properties: Record<string, Property>, { fields }: CompletenessGroup): string {
  const points = Object.entries(fields).flatMap(([name, weight]) => {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined
    return property ? [`(${isFilled(name, property)} ? ${weight} : 0)`] : []
  })
  return points.length > 0 ? points.join(' + ') : '0'
}

function isFilled(name: string, property: Property): string {
  const isList = knownFieldType(property).expression(property).kind === 'list'
  return isList ? `${name} != null && size(${name}) > 0` : `${name} != null`
}
