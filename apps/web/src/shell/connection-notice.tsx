import { DisconnectOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { createContext, useContext, useEffect, useSyncExternalStore } from 'react'

import { createConnection } from './connection.ts'

/** The connection of the app to its server. */
export const ConnectionContext = createContext(createConnection({ probe: () => undefined, onBack: () => undefined }))

/** A quiet line while the server cannot be reached: what is wrong, and that nothing is lost. */
export function ConnectionNotice() {
  const { t } = useTexts('app')
  const connection = useContext(ConnectionContext)
  const isReached = useSyncExternalStore(connection.subscribe, connection.isReached)

  // the browser may know before a request fails
  useEffect(() => {
    const lost = (): void => connection.report(false)
    globalThis.addEventListener('offline', lost)
    return () => globalThis.removeEventListener('offline', lost)
  }, [connection])

  return (
    <div className="fw-connection" role="status">
      {isReached ? null : (
        <p>
          <DisconnectOutlined /> {t('connection.lost')}
        </p>
      )}
    </div>
  )
}
