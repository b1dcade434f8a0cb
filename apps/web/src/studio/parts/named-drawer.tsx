import { Button } from 'antd'
import type { ReactNode } from 'react'

import { EditDrawer } from './edit-drawer.tsx'

/** The drawer of a named draft: what is known already can be removed at its foot. */
export function NamedDrawer(props: {
  draft: { isKnown: boolean; submit: () => void; remove: () => void; close: () => void }
  title: string
  /** width in pixels */
  size: number
  /** words of the button that removes it */
  remove: string
  /** words of the button that puts it into the draft */
  save: string
  children: ReactNode
}) {
  const { draft } = props
  return (
    <EditDrawer
      title={props.title}
      size={props.size}
      foot={
        <>
          {draft.isKnown ? (
            <Button danger type="text" onClick={draft.remove}>
              {props.remove}
            </Button>
          ) : null}
          <span className="st-grow" />
        </>
      }
      save={props.save}
      onSave={draft.submit}
      onClose={draft.close}
    >
      {props.children}
    </EditDrawer>
  )
}
