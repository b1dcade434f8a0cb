import type { ObjectDocument, Options, RecordType, States, Transition } from '../generated/object.ts'
import type { Complete } from '../normal.ts'

/** A transition in normal form. */
export type TransitionDefinition = Complete<Transition, 'label'>

/** A state model in normal form. */
export type StatesDefinition = Omit<States, 'transitions'> & { transitions: Record<string, TransitionDefinition> }

/** A type of records in normal form. */
export type RecordTypeDefinition = Complete<RecordType, 'label' | 'order' | 'active'>

/** The platform half of an object's root in normal form. */
export type ObjectOptions = Omit<
  Complete<Options, 'label' | 'icon' | 'apps' | 'owner' | 'history' | 'attachments' | 'managed' | 'rules'>,
  'states' | 'recordTypes'
> & { states?: StatesDefinition; recordTypes?: Record<string, RecordTypeDefinition> }

/** An object definition in normal form: every key there, both halves of every property filled in. */
export type ObjectDefinition = Omit<Complete<ObjectDocument, 'title' | 'type' | 'required'>, 'x-object'> & {
  'x-object': ObjectOptions
}
