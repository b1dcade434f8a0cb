import type { RowAccess } from '@fieldwork/database'
import type { Operation } from '@fieldwork/metadata'
import type { FieldPlan } from './field-plan.ts'

/** What an actor may do, compiled from his roles. */
export interface AccessPlan {
  /** equal keys mean equal answers */
  key: string
  /** its arms compare with values of the actor's own, see `valuesOf` */
  comparesValues: boolean
  access(object: string, operation: Operation): RowAccess
  /** creating a record together with the new record that it is a part of: its own grants are enough */
  createWithin(object: string): RowAccess
  /** whether records of the object can be made so: they are parts of others which the actor may make */
  createsWithMaster(object: string): boolean
  /** in the order of `operations`; empty = the object does not exist for the actor */
  operations(object: string): Operation[]
  /** his rights on the fields of an object */
  fields(object: string): FieldPlan
  /** there may be fields that do not exist for him */
  hidesNames: boolean
}
