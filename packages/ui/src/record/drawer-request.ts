/** What a form is opened for: a new record, or with `id` the change of one. */
export interface DrawerRequest {
  object: string
  id?: string
  /** values to start from; lookups as `{id, label}` */
  initial?: Record<string, unknown>
}

/** Stands for the object's name field, which the opener need not know. */
export const NAME = '$name'
