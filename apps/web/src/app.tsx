import {
  ApiProvider,
  NavigationProvider,
  ThemeProvider,
  catalogKeys,
  createApi,
  createTexts,
  isApiProblem,
  keys,
} from '@fieldwork/ui'
import type { Locale, Navigate } from '@fieldwork/ui'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { I18nextProvider } from 'react-i18next'

import { createAppRouter } from './router.tsx'
import { DisplayProvider, useDisplay } from './shell/display.tsx'
import en from './texts/en.json'
import zhCN from './texts/zh-CN.json'

const RETRIES = 2

/** The whole app: API, caches, texts, look, routes. */
export function FieldworkApp() {
  const [parts] = useState(createParts)
  return (
    <I18nextProvider i18n={parts.texts}>
      <QueryClientProvider client={parts.queries}>
        <ApiProvider api={parts.api}>
          <NavigationProvider navigate={parts.navigate}>
            <DisplayProvider>
              <ThemedRouter router={parts.router} />
            </DisplayProvider>
          </NavigationProvider>
        </ApiProvider>
      </QueryClientProvider>
    </I18nextProvider>
  )
}

function ThemedRouter({ router }: { router: ReturnType<typeof createAppRouter> }) {
  const { accent, isDark } = useDisplay()
  return (
    <ThemeProvider accent={accent} dark={isDark}>
      <RouterProvider router={router} />
    </ThemeProvider>
  )
}

function createParts() {
  const texts = createTexts({ app: { en, 'zh-CN': zhCN } })
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (count, error) => count < RETRIES && isApiProblem(error, 'unreachable'),
      },
    },
  })
  const api = createApi({
    locale: () => texts.language as Locale,
    onRevision: () => {
      for (const key of catalogKeys) void queries.invalidateQueries({ queryKey: [key] })
    },
    onUnauthenticated: () => {
      if (queries.getQueryData(keys.me)) void queries.resetQueries({ queryKey: keys.me })
    },
  })
  const router = createAppRouter()
  const navigate: Navigate = (to, options) => router.history[options?.replace ? 'replace' : 'push'](to)
  return { texts, queries, api, router, navigate }
}
