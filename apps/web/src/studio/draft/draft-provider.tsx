import { useApi, useMe, useTexts } from '@fieldwork/ui'
import type { Api, Me } from '@fieldwork/ui'
import { App } from 'antd'
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import type { ReactNode } from 'react'

import { loadPublished, useCatalog } from '../catalog/queries.ts'
import type { DraftDocument } from '../model/change-set.ts'
import { browserStorage } from './browser-storage.ts'
import { createDraftStore } from './draft-store.ts'
import type { DraftState, DraftStore } from './draft-store.ts'

const DraftContext = createContext<DraftStore | null>(null)

/** Gives everything below the caller's one draft; nothing is shown before it is known who that is. */
export function DraftProvider({ children }: { children: ReactNode }) {
  const me = useMe()
  return me.data ? <DraftHolder me={me.data}>{children}</DraftHolder> : null
}

function DraftHolder({ me, children }: { me: Me; children: ReactNode }) {
  const [store] = useState(() => createDraftStore(browserStorage(me.workspace.name, me.user.id), me.revision))
  return (
    <DraftContext.Provider value={store}>
      <KeepUpToDate />
      {children}
    </DraftContext.Provider>
  )
}

/** The draft, to change it. */
export function useDraftStore(): DraftStore {
  const store = useContext(DraftContext)
  if (!store) throw new Error('useDraftStore needs a DraftProvider above it')
  return store
}

/** The draft as it is now. */
export function useDraft(): DraftState {
  const store = useDraftStore()
  return useSyncExternalStore(store.subscribe, store.state)
}

/** Follows publications of others, so that a draft always says what it changes in the present definitions. */
function KeepUpToDate() {
  const api = useApi()
  const store = useDraftStore()
  const catalog = useCatalog().data
  const { message } = App.useApp()
  const { t } = useTexts('studio')

  useEffect(() => {
    const { revision, documents } = store.state()
    if (!catalog || catalog.revision === revision) return undefined
    let isCurrent = true
    void follow(catalog.revision)
    return () => {
      isCurrent = false
    }

    async function follow(next: number): Promise<void> {
      const entries = Object.entries(documents)
      const bases = await Promise.all(entries.map(async ([key, document]) => [key, await loadBase(api, document)]))
      if (!isCurrent) return
      store.rebase(next, Object.fromEntries(bases))
      if (Object.keys(store.state().documents).length > 0) void message.info(t('draft.rebased'))
    }
  }, [catalog, api, store, message, t])

  return null
}

function loadBase(api: Api, { kind, name, origin }: DraftDocument) {
  return loadPublished(api, { kind, name, isShipped: origin === 'shipped' })
}
