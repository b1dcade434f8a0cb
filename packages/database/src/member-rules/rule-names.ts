import { createHash } from 'node:crypto'

const prefix = 'fw_mr'

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12)

/** Matches, with LIKE, the names of all functions of member rules. */
export const ruleFunctions = `${prefix.replace('_', String.raw`\_`)}\\_%`

/** The function that makes members by a rule; with it begin the names of everything of the rule. */
export const ruleName = (rule: string): string => `${prefix}_${hashOf(rule)}`

/** The function that watches an object's writes for a rule. */
export const watchName = (rule: string, object: string): string => `${ruleName(rule)}_${hashOf(object)}`

/** A trigger of a rule: on every table they fire in the same order. */
export const watchTrigger = (rule: string, suffix: string): string => `${ruleName(rule)}_${suffix}`

/**
 * Key of the lock on a rule. Who writes a record takes it shared, and whoever changes what other records go by takes
 * it alone: so each sees what the other did.
 *
 * @param schema SQL of its name
 */
export const ruleKey = (schema: string, rule: string): string =>
  `hashtextextended(${schema} || ':member-rule:${rule}', 0)`
