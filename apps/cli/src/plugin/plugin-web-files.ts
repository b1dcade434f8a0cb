import type { Names } from './plugin-names.ts'

/** What a plugin shows in the browser, as a part of its `plugin.ts`. */
export const webMember = ({
  name,
  title,
}: Names): string => `  // what it shows in the browser; the components are in web/index.tsx
  web: {
    pages: { items: { label: { en: '${title}', 'zh-CN': '${title}' }, icon: 'appstore' } },
    tiles: { count: { label: { en: '${title}', 'zh-CN': '${title}' } } },
    widgets: ['${name}-code'],
  },
`

/** The files of what it shows in the browser: a page, a tile and a widget, with their test. */
export const webFiles = (names: Names): Record<string, string> => ({
  'web/index.tsx': webText(names),
  [`tests/${names.name}-web.test.tsx`]: webTestText(names),
})

const webText = ({
  name,
  object,
}: Names): string => `import { AppLink, ProblemNote, definePluginWeb, recordPath, useApi } from '@fieldwork/ui/plugin'
import type { ShownValue, WidgetProps } from '@fieldwork/ui/plugin'
import { useQuery } from '@tanstack/react-query'
import { Input, Skeleton, Statistic } from 'antd'

interface Items {
  data: { id: string; code: string; note: string | null }[]
  page: { count: number }
}

/** What everybody may read of the records; asked once, whoever shows it. */
function useItems() {
  const api = useApi()
  return useQuery({
    queryKey: ['records', '${object}', '${name}'],
    queryFn: ({ signal }) =>
      api.get<Items>('/api/records/${object}?fields=id,code,note&sort=code&count=exact&limit=50', signal),
  })
}

/** The page at /p/${name}/items. */
function ItemsPage() {
  const { data, error, refetch } = useItems()
  if (error) return <ProblemNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton active />
  return (
    <ul>
      {data.data.map(({ id, code, note }) => (
        <li key={id}>
          <AppLink to={recordPath('${object}', id)}>{code}</AppLink> {note}
        </li>
      ))}
    </ul>
  )
}

/** The tile on the home page. */
function CountTile() {
  const { data } = useItems()
  return data ? <Statistic value={data.page.count} /> : <Skeleton active title={false} />
}

/** Enters a code in capitals. */
const CodeInput = ({ id, value, disabled, onChange }: WidgetProps) => (
  <Input
    id={id}
    value={(value as string | null) ?? ''}
    disabled={disabled}
    onChange={(event) => onChange(event.target.value === '' ? null : event.target.value.toUpperCase())}
  />
)

const CodeShown = ({ value }: ShownValue) => <code>{String(value)}</code>

export default definePluginWeb({
  pages: { items: ItemsPage },
  tiles: { count: CountTile },
  widgets: { '${name}-code': { Input: CodeInput, Show: CodeShown } },
})
`

const webTestText = ({ name, object }: Names): string => `import { testPlugin } from '@fieldwork/server/testing'
import { renderPart } from '@fieldwork/ui/testing'
import { createElement } from 'react'
import { afterAll, expect, it } from 'vitest'
import plugin from '../plugin.ts'
import web from '../web/index.tsx'

const kit = await testPlugin(plugin)
afterAll(() => kit.close())
const get = async (path: string) => (await kit.call(kit.admin, 'GET', path)).body

const keys = (parts: object = {}): string[] => Object.keys(parts)

it('has a component for everything that it announces', () => {
  const { pages, tiles, widgets = [] } = plugin.web ?? {}
  expect([keys(web.pages), keys(web.tiles), keys(web.widgets)]).toEqual([keys(pages), keys(tiles), [...widgets]])
})

it('shows records on its page and counts them on its tile', async () => {
  const values = { code: 'AB-1234', note: 'First' }
  const { id } = await kit.records.create(kit.admin, { object: '${object}', values })
  const page = await renderPart(createElement(web.pages!.items!), { get })
  expect(page).toContain(\`<a href="/o/${object}/\${id}">AB-1234</a> First\`)
  expect(await renderPart(createElement(web.tiles!.count!), { get })).toContain('>1<')
})

it('shows and enters codes by its widget', async () => {
  const { Input, Show } = web.widgets!['${name}-code']!
  const field = { name: 'code', label: 'Code', type: '${name}-code', widget: 'text', property: null }
  const shown = { field, value: 'AB-1234', inLine: false }
  expect(await renderPart(createElement(Show!, shown))).toBe('<code>AB-1234</code>')
  const entered = { id: 'code', field, value: 'AB-1234', disabled: false, invalid: false, onChange: () => undefined }
  expect(await renderPart(createElement(Input!, entered))).toContain('value="AB-1234"')
})
`
