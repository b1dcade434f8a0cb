import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { I18nextProvider } from 'react-i18next'

import { ApiProvider } from './api/api-provider.tsx'
import type { Api } from './api/create-api.ts'
import type { Locale } from './api/types.ts'
import { createTexts } from './texts/i18n.ts'

const refuse = (): never => {
  throw new Error('A part that is only rendered writes nothing')
}

/** Questions that only come up with the answers to others. */
const MOST_ROUNDS = 10

interface RenderOptions {
  /** answers `GET` requests, e.g. those of a test kit; throws what the part shall take for a refusal */
  get?(path: string): Promise<unknown>
  locale?: Locale
}

/**
 * Renders a part of a plugin as the browser shows it once everything that it reads is there, without a browser.
 *
 * @returns its HTML
 */
export async function renderPart(part: ReactElement, { get, locale = 'en' }: RenderOptions = {}): Promise<string> {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } })
  const answered = get ?? (() => Promise.reject(new Error('There is nobody to answer; pass `get`')))
  const api = new Proxy({ get: answered } as unknown as Api, {
    get: (known, name) => (name === 'get' ? known.get : refuse),
  })
  const whole = (
    <I18nextProvider i18n={createTexts({}, locale)}>
      <QueryClientProvider client={queries}>
        <ApiProvider api={api}>{part}</ApiProvider>
      </QueryClientProvider>
    </I18nextProvider>
  )
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const html = renderToStaticMarkup(whole)
    const open = queries
      .getQueryCache()
      .getAll()
      .filter(({ state, options }) => state.status === 'pending' && options.queryFn)
    if (open.length === 0) return html
    // what is refused is told by the part itself
    await Promise.allSettled(open.map((query) => query.fetch()))
  }
  throw new Error(`The part still asks for more after ${MOST_ROUNDS} rounds`)
}
