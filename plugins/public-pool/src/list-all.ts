import type { Actor, Records } from '@fieldwork/plugin-sdk'

interface ListInput {
  object: string
  filter?: string
  fields?: string[]
  sort?: string
}

/** Every record of a list, page by page. */
export async function listAll<Row>(records: Records, actor: Actor, input: ListInput): Promise<Row[]> {
  const found: Row[] = []
  let after: string | null = null
  do {
    const page = JSON.parse(await records.list(actor, { ...input, limit: 500, ...(after !== null && { after }) })) as {
      data: Row[]
      page: { after: string | null }
    }
    found.push(...page.data)
    after = page.page.after
  } while (after !== null)
  return found
}
