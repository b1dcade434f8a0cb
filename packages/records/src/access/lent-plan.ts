import type { LentAccess, PartlyShown, RowAccess } from '@fieldwork/database'
import type { Catalog, Operation } from '@fieldwork/metadata'
import type { FieldPlan, WriteOperation } from './field-plan.ts'
import type { AccessPlan } from './plan.ts'

/** Somebody's plan; null: it is the actor's own, else the place among those for whom he acts. */
interface Principal {
  as: number | null
  plan: AccessPlan
}

const all: RowAccess = { kind: 'all' }
const none: RowAccess = { kind: 'none' }

/**
 * The plan of who acts for others: his own, or one of theirs, each as a whole. Nothing is added up between them, so by
 * what was lent nobody reaches more than who lent it, and for the rest no more than without it.
 */
export function withLent(catalog: Catalog, own: AccessPlan, lent: readonly AccessPlan[]): AccessPlan {
  const principals: Principal[] = [{ as: null, plan: own }, ...lent.map((plan, as) => ({ as, plan }))]
  const compiled = new Map<string, RowAccess>()
  const fields = new Map<string, FieldPlan>()
  const access = (object: string, operation: Operation): RowAccess => {
    const at = `${operation} ${object}`
    const made = compiled.get(at) ?? either(principals.map(({ as, plan }) => [as, plan.access(object, operation)]))
    compiled.set(at, made)
    return made
  }
  return {
    key: `${own.key} or lent ${lent.map(({ key }) => `[${key}]`).join()}`,
    // what is lent ends with a delegation, so it is never used without asking whether it still holds
    comparesValues: true,
    access,
    createWithin: (object) =>
      either(
        principals.map(({ as, plan }) => {
          const master = catalog.object(object).master?.object
          const isMade = as === null || (master !== undefined && plan.access(master, 'create').kind !== 'none')
          return [as, isMade ? plan.createWithin(object) : none]
        }),
      ),
    createsWithMaster: (object) => principals.some(({ plan }) => plan.createsWithMaster(object)),
    operations: (object) => [...new Set(principals.flatMap(({ plan }) => plan.operations(object)))],
    fields(object) {
      const made = fields.get(object) ?? fieldsOf(principals, object)
      fields.set(object, made)
      return made
    },
    hidesNames: principals.some(({ plan }) => plan.hidesNames),
  }
}

function either(entries: readonly (readonly [LentAccess['as'], RowAccess])[]): RowAccess {
  const open = entries.flatMap(([as, access]): LentAccess[] => (access.kind === 'none' ? [] : [{ as, access }]))
  const [first, ...others] = open
  if (!first) return none
  if (open.some(({ access }) => access.kind === 'all')) return all
  if (others.length === 0 && first.as === null) return first.access
  const key = open.map(({ as, access }) => `${as ?? 'own'}: ${access.kind === 'rule' ? access.key : access.kind}`)
  return { kind: 'rule', key: key.join(' or '), rule: null, either: open }
}

/** Each sees of a field what he sees of it by himself, on the records that he comes to by himself. */
function fieldsOf(principals: readonly Principal[], object: string): FieldPlan {
  const reading = principals.filter(({ plan }) => plan.access(object, 'read').kind !== 'none')
  const masked = new Set<string>()
  const absent = new Set<string>()
  const partly = new Map<string, PartlyShown>()
  for (const name of namesOf(reading, object, ({ masked: names }) => names)) {
    const open = either(reading.map((one) => [one.as, shownBy(one, { object, name })]))
    if (open.kind === 'all') continue
    masked.add(name)
    const preview = either(reading.map((one) => [one.as, toldBy(one, { object, name })]))
    const isToldAlways = reading.every(({ plan }) => isToldEverywhere(plan.fields(object), name))
    if (preview.kind === 'none') absent.add(name)
    else if (!isToldAlways) partly.set(name, { open, preview })
    else if (open.kind !== 'none') partly.set(name, { open })
  }
  const [create, update] = [writtenBy(principals, object, 'create'), writtenBy(principals, object, 'update')]
  return {
    masked,
    absent,
    partly,
    unwritten: { create: create.never, update: update.never },
    partlyWritten: { create: create.partly, update: update.partly },
  }
}

const namesOf = (principals: readonly Principal[], object: string, of: (fields: FieldPlan) => Iterable<string>) =>
  new Set(principals.flatMap(({ plan }) => [...of(plan.fields(object))]))

interface FieldOf {
  object: string
  name: string
}

function shownBy({ plan }: Principal, { object, name }: FieldOf): RowAccess {
  const fields = plan.fields(object)
  const whole = plan.access(object, 'read')
  if (!fields.masked.has(name)) return whole
  return within(whole, fields.partly.get(name)?.open ?? none)
}

function toldBy({ plan }: Principal, { object, name }: FieldOf): RowAccess {
  const fields = plan.fields(object)
  const whole = plan.access(object, 'read')
  if (fields.absent.has(name)) return none
  const shown = fields.partly.get(name)
  // what is shown is told as well
  return shown?.preview
    ? within(
        whole,
        either([
          [null, shown.open],
          [null, shown.preview],
        ]),
      )
    : whole
}

function isToldEverywhere({ absent, partly }: FieldPlan, name: string): boolean {
  return !absent.has(name) && partly.get(name)?.preview === undefined
}

/** The access to a field leaves out the master of a record; the access to the record does not. */
function within(whole: RowAccess, part: RowAccess): RowAccess {
  if (part.kind !== 'rule') return part.kind === 'all' ? whole : none
  if (whole.kind !== 'rule' || !whole.master) return part
  if (!part.either) return { ...part, key: `${part.key} within ${whole.key}`, master: whole.master }
  const parts = part.either.map(({ as, access }) => [as, within(whole, access)] as const)
  return either(parts)
}

function writtenBy(principals: readonly Principal[], object: string, operation: WriteOperation) {
  const writing = principals.filter(({ plan }) => plan.access(object, operation).kind !== 'none')
  const never = new Set<string>()
  const partly = new Map<string, RowAccess>()
  const closed = ({ unwritten, partlyWritten }: FieldPlan) => [
    ...unwritten[operation],
    ...partlyWritten[operation].keys(),
  ]
  for (const name of namesOf(writing, object, closed)) {
    const open = either(
      writing.map(({ as, plan }) => {
        const fields = plan.fields(object)
        const whole = plan.access(object, operation)
        if (fields.unwritten[operation].has(name)) return [as, none]
        const part = fields.partlyWritten[operation].get(name)
        return [as, part ? within(whole, part) : whole]
      }),
    )
    if (open.kind === 'none') never.add(name)
    else if (open.kind === 'rule') partly.set(name, open)
  }
  return { never, partly }
}
