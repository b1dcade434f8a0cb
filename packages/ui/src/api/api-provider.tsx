import { createContext, useContext } from 'react'
import type { ReactNode } from 'react'

import type { Api } from './create-api.ts'

const ApiContext = createContext<Api | null>(null)

/** Makes the API client known to everything below. */
export function ApiProvider({ api, children }: { api: Api; children: ReactNode }) {
  return <ApiContext.Provider value={api}>{children}</ApiContext.Provider>
}

/** The API client of the surrounding ApiProvider. */
export function useApi(): Api {
  const api = useContext(ApiContext)
  if (!api) throw new Error('useApi needs an ApiProvider above it')
  return api
}
