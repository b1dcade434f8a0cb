import { useApi, useTexts } from '@fieldwork/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Button, Checkbox, Modal, Skeleton } from 'antd'
import { useState } from 'react'

import { AccessDiffSection } from '../access-diff/access-diff-section.tsx'
import { RefusalView } from '../publish/refusal-view.tsx'
import { PackagePlan } from './package-plan.tsx'
import { useRefreshDefinitions } from './queries.ts'
import type { ImportPlan } from './queries.ts'

interface UninstallProps {
  name: string
  label: string
  onClose: () => void
}

/** Takes an imported package away: shows what goes and what of the workspace's own is set aside, then does it. */
export function UninstallDialog({ name, label, onClose }: UninstallProps) {
  const { t } = useTexts('studio')
  const [isConfirmed, setConfirmed] = useState(false)
  const { plan, send } = useUninstallation({ name, label, onClose })
  const isPossible = plan.data !== undefined && plan.data.problems.length === 0
  return (
    <Modal
      open
      width={860}
      className="st-publish"
      title={t('uninstall.title', { label })}
      onCancel={onClose}
      footer={
        <div className="st-drawer-footer">
          <span />
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            danger
            type="primary"
            disabled={!isPossible || !isConfirmed}
            loading={send.isPending}
            onClick={() => send.mutate()}
          >
            {t('uninstall.uninstall')}
          </Button>
        </div>
      }
    >
      <p className="st-muted">{t('uninstall.text')}</p>
      <RefusalView error={send.error ?? plan.error} onLeave={onClose} />
      {plan.isPending ? <Skeleton active /> : null}
      {plan.data ? <PackagePlan plan={plan.data} onLeave={onClose} /> : null}
      {isPossible ? <AccessDiffSection request={{ uninstall: name }} /> : null}
      {isPossible ? (
        <Checkbox checked={isConfirmed} onChange={(event) => setConfirmed(event.target.checked)} className="st-confirm">
          {t('publish.confirm')}
        </Checkbox>
      ) : null}
    </Modal>
  )
}

function useUninstallation({ name, label, onClose }: UninstallProps) {
  const { t } = useTexts('studio')
  const api = useApi()
  const refresh = useRefreshDefinitions()
  const { message } = App.useApp()
  const path = `/api/metadata/packages/${encodeURIComponent(name)}/uninstall`
  const plan = useQuery({
    queryKey: ['studio-uninstall', name],
    gcTime: 0,
    retry: false,
    queryFn: () => api.post<ImportPlan>(path, { dry_run: true }),
  })
  const send = useMutation({
    mutationFn: () => api.post<{ revision: number }>(path, { confirm: true }),
    onSuccess: async ({ revision }) => {
      void message.success(t('uninstall.done', { label, revision }))
      onClose()
      await refresh()
    },
  })
  return { plan, send }
}
