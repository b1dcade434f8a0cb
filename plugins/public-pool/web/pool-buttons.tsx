import { isApiProblem, useWriteLock } from '@fieldwork/ui/plugin'
import type { RecordPartProps } from '@fieldwork/ui/plugin'
import { App, Button } from 'antd'
import { useState } from 'react'

import { AskDialog } from './ask-dialog.tsx'
import { usePoolAction, useStanding } from './queries.ts'
import { said, useWords } from './words.ts'

const done = {
  claim: said('The customer is yours now', '已领取，您是该客户的负责人'),
  assign: said('The customer is assigned', '客户已分配'),
  release: said('The customer is back in the pool', '客户已退回公海'),
}

/** What the caller may do with a customer: claim or assign it, or give it back. */
export function PoolButtons({ record }: Pick<RecordPartProps, 'record'>) {
  const { may } = useStanding(record.id).data ?? {}
  return <CustomerActions id={record.id} may={may ?? { claim: false, assign: false, release: false }} />
}

interface Actions {
  id: string
  may: { claim: boolean; assign: boolean; release: boolean }
  small?: boolean
}

/** The buttons, where it is known already which of them there are. */
export function CustomerActions({ id, may, small = false }: Actions) {
  const words = useWords()
  const lock = useWriteLock()
  const { message, modal } = App.useApp()
  const { mutateAsync, isPending } = usePoolAction(id)
  const [asked, setAsked] = useState<'assign' | 'release' | null>(null)
  const size = small ? 'small' : 'middle'

  const act = async (action: keyof typeof done, body?: object): Promise<void> => {
    try {
      await mutateAsync({ action, body: body ?? {} })
      setAsked(null)
      void message.success(words(done[action]))
    } catch (error) {
      if (!isApiProblem(error)) throw error
      modal.warning({ title: error.message })
    }
  }

  return (
    <>
      {may.claim ? (
        <Button type="primary" size={size} loading={isPending} {...lock} onClick={() => void act('claim', undefined)}>
          {words(said('Claim', '领取'))}
        </Button>
      ) : null}
      {may.assign ? (
        <Button size={size} {...lock} onClick={() => setAsked('assign')}>
          {words(said('Assign', '分配'))}
        </Button>
      ) : null}
      {may.release ? (
        <Button size={size} {...lock} onClick={() => setAsked('release')}>
          {words(said('Back to the pool', '退回公海'))}
        </Button>
      ) : null}
      {asked ? (
        <AskDialog
          what={asked}
          isPending={isPending}
          onConfirm={(body) => void act(asked, body)}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </>
  )
}
