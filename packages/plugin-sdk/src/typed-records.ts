import type { Actor, FieldValues, Records } from '@fieldwork/records'

/** What `fieldwork typegen` says of an object: what reads return, what creates and updates take. */
export interface ObjectTypes {
  record: object
  create: object
  update: object
}

/** Of the object `Name` among those of a generated file. */
type Of<Objects, Name extends keyof Objects, Part extends keyof ObjectTypes> =
  Objects[Name] extends Record<Part, infer Found> ? Found : never

interface ListOf<Name> {
  object: Name
  /** an expression over the record */
  filter?: string
  fields?: readonly string[]
  /** e.g. `-created_at,name` */
  sort?: string
}

/** A record that was written. */
interface Written {
  id: string
  version: number
}

/** The door to records, with the types of a workspace's objects. Everything throws as `Records` does. */
export interface TypedRecords<Objects> {
  get<Name extends keyof Objects & string>(
    actor: Actor,
    input: { object: Name; id: string; fields?: readonly string[] },
  ): Promise<Of<Objects, Name, 'record'>>
  /** every record of a list, page by page */
  all<Name extends keyof Objects & string>(actor: Actor, input: ListOf<Name>): Promise<Of<Objects, Name, 'record'>[]>
  /** how many there are */
  count<Name extends keyof Objects & string>(
    actor: Actor,
    input: Pick<ListOf<Name>, 'object' | 'filter'>,
  ): Promise<number>
  create<Name extends keyof Objects & string>(
    actor: Actor,
    input: { object: Name; values: Of<Objects, Name, 'create'> },
  ): Promise<Written>
  update<Name extends keyof Objects & string>(
    actor: Actor,
    input: { object: Name; id: string; values: Of<Objects, Name, 'update'>; expectedVersion?: number },
  ): Promise<Written>
}

const PAGE = 500

/** Gives the records of a context the types of a file that `fieldwork typegen` wrote: `typedRecords<Objects>(records)`. */
export function typedRecords<Objects>(records: Records): TypedRecords<Objects> {
  return {
    async get(actor, { fields, ...address }) {
      const { json } = await records.get(actor, { ...address, ...withId(fields) })
      return JSON.parse(json)
    },
    async all(actor, { fields, ...input }) {
      const found: never[] = []
      let after: string | null = null
      do {
        const asked = { ...input, ...withId(fields), ...(after !== null && { after }) }
        const page = JSON.parse(await records.list(actor, { ...asked, limit: PAGE })) as Page
        found.push(...page.data)
        after = page.page.after
      } while (after !== null)
      return found
    },
    async count(actor, input) {
      const asked = { ...input, fields: ['id'], limit: 1, count: 'exact' as const }
      const { page } = JSON.parse(await records.list(actor, asked)) as Page
      return page.count ?? 0
    },
    create: async (actor, { object, values }) =>
      written(await records.create(actor, { object, values: values as FieldValues })),
    update: async (actor, { values, ...input }) =>
      written(await records.update(actor, { ...input, values: values as FieldValues })),
  }
}

const written = ({ id, version }: Written): Written => ({ id, version })

/** A record without its id could not be written. */
const withId = (fields: readonly string[] | undefined) => fields && { fields: [...new Set(['id', ...fields])] }

interface Page {
  data: never[]
  page: { after: string | null; count?: number | null }
}
