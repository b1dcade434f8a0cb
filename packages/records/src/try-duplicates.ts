import { tryDuplicates } from '@fieldwork/database'
import type { TriedRule } from '@fieldwork/database'
import { tryDuplicateRule } from '@fieldwork/metadata'
import type { CompiledDuplicateRule, CompiledObject } from '@fieldwork/metadata'
import type { Problem } from '@fieldwork/fields'
import { demand } from './actor-context.ts'
import { describedDuplicate } from './duplicate-problems.ts'
import type { DuplicateTrial, DuplicateTrialInput } from './types.ts'
import { enteredChanges } from './values.ts'
import type { WriteContext } from './write-context.ts'

/**
 * Tries duplicate rules, published or not, on values that are not stored.
 *
 * @throws not_found (no such object), forbidden (who may neither create nor change), validation_failed (every wrong
 *   value)
 */
export async function triedDuplicates(
  ctx: WriteContext,
  { object: name, id, values, rules }: DuplicateTrialInput,
): Promise<DuplicateTrial[]> {
  if (ctx.access(name, 'create').kind === 'none') demand(ctx, name, 'update')
  const object = ctx.catalog.object(name)
  const known = readRules(ctx, object, rules)
  const sound = known.flatMap(({ rule }) => rule ?? [])
  const given = enteredChanges(ctx, object, values, id === undefined ? 'create' : 'update')
  const tried = await tryDuplicates(ctx, { object: name, id, values: given, rules: sound })
  const trials: DuplicateTrial[] = []
  for (const { name: rule, ...read } of known) {
    const outcome = read.rule ? tried[sound.indexOf(read.rule)] : undefined
    trials.push(
      read.rule && outcome
        ? await trialOf(ctx, object, { rule: read.rule, outcome })
        : { rule, problems: read.problems ?? [], keys: [], applies: false, found: null, more: false },
    )
  }
  return trials
}

interface ReadRule {
  name: string
  rule?: CompiledDuplicateRule
  problems?: Problem[]
}

function readRules(
  { catalog }: WriteContext,
  object: CompiledObject,
  rules: Record<string, unknown> | undefined,
): ReadRule[] {
  if (!rules) return object.duplicates.map((rule) => ({ name: rule.name, rule }))
  return Object.entries(rules).map(([name, definition]) => ({
    name,
    ...tryDuplicateRule(catalog, object.name, { name, definition }),
  }))
}

async function trialOf(
  ctx: WriteContext,
  object: CompiledObject,
  { rule, outcome }: { rule: CompiledDuplicateRule; outcome: TriedRule },
): Promise<DuplicateTrial> {
  const { keys, applies, found: ids, hasMore } = outcome
  const found = ids.length > 0 ? await describedDuplicate(ctx, object, { rule, ids }) : null
  return { rule: rule.name, problems: [], keys, applies, found, more: hasMore }
}
