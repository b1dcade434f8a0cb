import { compareLine } from './compare-line.ts'
import type { Compared, CompareSettings, Result } from './compare-line.ts'
import { benchLines } from './lines.ts'
import { call } from './platform-api.ts'
import type { Session } from './platform-api.ts'

interface ChainInput extends Compared {
  settings: CompareSettings
  /** of an administrator */
  session: Session
  ids: readonly string[]
  accounts: readonly string[]
}

const label = { en: 'Bench', 'zh-CN': 'Bench' }
const chain = {
  name: 'bench_chain',
  label,
  object: 'bench_opportunity',
  first: 'one',
  steps: { one: { approvers: { who: { role: 'bench_role' } } } },
}
/** records that wait for somebody: they are locked */
const pendingRows = 200
const measured = ['get', 'list', 'update']

/** What it costs an object that records of it can be approved: each line without a chain, then with one and records under way. */
export async function measureChain({ settings, session, ids, accounts, ...compared }: ChainInput): Promise<Result[]> {
  const { url } = compared.platform
  const lines = benchLines(ids.slice(pendingRows), accounts).filter(({ name }) => measured.includes(name))
  const results: Result[] = []
  for (const line of lines)
    results.push(await compareLine({ ...line, name: `${line.name}, no chain` }, compared, settings))
  const put = [{ kind: 'approval', definition: chain }]
  await call(url, '/api/metadata/publish', { session, body: { put, message: 'bench' } })
  for (const id of ids.slice(0, pendingRows))
    await call(url, '/api/approvals', { session, body: { object: 'bench_opportunity', id } })
  for (const line of lines)
    results.push(await compareLine({ ...line, name: `${line.name}, chain` }, compared, settings))
  return results
}
