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
import type { Api, Locale, Me, Navigate } from '@fieldwork/ui'
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { I18nextProvider } from 'react-i18next'

import { SessionGuardContext } from './account/session-dialog.tsx'
import { createSessionGuard } from './account/session-guard.ts'
import { createAppRouter } from './router.tsx'
import { ConnectionContext, ConnectionNotice } from './shell/connection-notice.tsx'
import { createConnection } from './shell/connection.ts'
import { DisplayProvider, useDisplay } from './shell/display.tsx'
import en from './texts/en.json'
import zhCN from './texts/zh-CN.json'
import { forgetViewing, readViewing } from './view-as/viewing.ts'

const RETRIES = 2

/** The whole app: API, caches, texts, look, routes. */
export function FieldworkApp() {
  const [parts] = useState(createParts)
  return (
    <I18nextProvider i18n={parts.texts}>
      <QueryClientProvider client={parts.queries}>
        <ApiProvider api={parts.api}>
          <NavigationProvider navigate={parts.navigate}>
            <SessionGuardContext value={parts.guard}>
              <ConnectionContext value={parts.connection}>
                <DisplayProvider>
                  <ThemedRouter router={parts.router} />
                </DisplayProvider>
              </ConnectionContext>
            </SessionGuardContext>
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
      <ConnectionNotice />
    </ThemeProvider>
  )
}

function createParts() {
  const texts = createTexts({ app: { en, 'zh-CN': zhCN } })
  const queries: QueryClient = new QueryClient({
    // a rule for logging in that is new asks for its step at once, not at the next log-in
    queryCache: new QueryCache({
      onError: (error, { queryKey }) => {
        if (queryKey[0] === keys.me[0] || !isApiProblem(error, 'login_incomplete')) return
        void queries.invalidateQueries({ queryKey: keys.me })
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (count, error) => count < RETRIES && isApiProblem(error, 'unreachable'),
      },
    },
  })
  const api = createApi({
    locale: () => texts.language as Locale,
    viewAs: () => readViewing()?.id ?? null,
    onRevision: () => {
      for (const key of catalogKeys) void queries.invalidateQueries({ queryKey: [key] })
    },
    onSessionLost: () => (readViewing() ? leaveViewing() : recoverSession()),
    onReached: (hasReached) => connection.report(hasReached),
  })
  // who has not been here yet sees the login page instead
  const recoverSession = () => (queries.getQueryData(keys.me) ? guard.recover() : Promise.resolve(false))
  const guard = createSessionGuard(() => isSamePerson(api, queries))
  const connection = createConnection({
    // `onReached` hears how it went
    probe: () => void api.request('GET', '/healthz', { isProbe: true }).catch(() => undefined),
    onBack: () => void queries.invalidateQueries(),
  })
  const router = createAppRouter()
  const navigate: Navigate = (to, options) => router.history[options?.replace ? 'replace' : 'push'](to)
  return { texts, queries, api, router, navigate, guard, connection }
}

/** With the log-in ends what was looked at with the eyes of another: the login page comes, and then one is oneself. */
function leaveViewing(): Promise<boolean> {
  forgetViewing()
  globalThis.location.assign('/')
  return Promise.resolve(false)
}

/** Another tab may have logged in meanwhile; as somebody else counts as not at all. */
async function isSamePerson(api: Api, queries: QueryClient): Promise<boolean> {
  const before = queries.getQueryData<Me>(keys.me)
  try {
    const { data } = await api.request<Me>('GET', '/api/me', { isProbe: true })
    if (data.user.id !== before?.user.id) return false
    api.setCsrf(data.csrf)
    return true
  } catch (error) {
    if (!isApiProblem(error)) throw error
    return false
  }
}
