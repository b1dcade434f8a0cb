import { App } from 'antd'
import { createContext, lazy, Suspense, useCallback, useContext, useState } from 'react'
import type { ReactNode } from 'react'

import type { RecordData } from '../api/types.ts'
import { useWriteLock } from '../parts/write-lock.tsx'
import { RecordServicesProvider } from '../values/record-services.tsx'
import type { CreateHere } from '../values/record-services.tsx'
import { NAME } from './drawer-request.ts'
import type { DrawerRequest } from './drawer-request.ts'

/** Opens a form above the page; resolves with the saved record, or null when it was closed. */
export type OpenRecordDrawer = (request: DrawerRequest) => Promise<RecordData | null>

interface OpenDrawer extends DrawerRequest {
  key: number
  settle: (record: RecordData | null) => void
}

const DrawerContext = createContext<OpenRecordDrawer>(() => Promise.resolve(null))
const loadDrawer = () => import('./record-drawer.tsx')
const RecordDrawer = lazy(async () => ({ default: (await loadDrawer()).RecordDrawer }))

/** Fetches the form's code ahead, so that the first form opens at once. */
export async function preloadRecordForm(): Promise<void> {
  await loadDrawer()
}

/** Opens record forms from anywhere below. */
export function useRecordDrawer(): OpenRecordDrawer {
  return useContext(DrawerContext)
}

/** Holds the forms that are open above the page; one opened from within another stands above it. */
export function RecordDrawerHost({ children }: { children: ReactNode }) {
  const [drawers, setDrawers] = useState<OpenDrawer[]>([])
  const { message } = App.useApp()
  const { title: locked } = useWriteLock()

  const open = useCallback<OpenRecordDrawer>(
    (request) =>
      new Promise((resolve) => {
        if (locked !== undefined) {
          void message.info(locked)
          return resolve(null)
        }
        const key = Date.now() + Math.random()
        const settle = (record: RecordData | null): void => {
          setDrawers((all) => all.filter((drawer) => drawer.key !== key))
          resolve(record)
        }
        setDrawers((all) => [...all, { ...request, key, settle }])
      }),
    [locked, message],
  )

  const createHere = useCallback<CreateHere>(
    async (object, name) => {
      const record = await open({ object, ...(name === '' ? {} : { initial: { [NAME]: name } }) })
      return record ? { id: record.id, label: labelOf(record) } : null
    },
    [open],
  )

  return (
    <DrawerContext.Provider value={open}>
      <RecordServicesProvider createHere={createHere}>
        {children}
        {drawers.map(({ key, settle, ...request }) => (
          <Suspense key={key} fallback={null}>
            <RecordDrawer {...request} onClose={settle} />
          </Suspense>
        ))}
      </RecordServicesProvider>
    </DrawerContext.Provider>
  )
}

function labelOf(record: RecordData): string | null {
  const label = record[NAME]
  return typeof label === 'string' ? label : null
}
