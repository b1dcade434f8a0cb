import { useApi, useTexts } from '@fieldwork/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Button, Checkbox, Modal, Radio, Skeleton } from 'antd'
import { useState } from 'react'

import { AccessDiffSection } from '../access-diff/access-diff-section.tsx'
import { RefusalView } from '../publish/refusal-view.tsx'
import { PackagePlan } from './package-plan.tsx'
import { useRefreshDefinitions } from './queries.ts'
import type { ImportPlan } from './queries.ts'

interface Chosen {
  package: { name?: string; version?: string }
  file: string
}

/** Takes a package from a file: shows what it would do, then does it. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTexts('studio')
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [layer, setLayer] = useState('workspace')
  const [isConfirmed, setConfirmed] = useState(false)
  const { plan, send } = useImport({ chosen, layer, confirm: isConfirmed, onClose })
  const isRisky = plan.data?.steps.some((step) => step.class !== 'safe') ?? false
  const isReady = plan.data?.changed === true && plan.data.problems.length === 0 && !plan.isFetching
  const own = chosen?.package.name
  return (
    <Modal
      open
      width={860}
      className="st-publish"
      title={t('import.title')}
      onCancel={onClose}
      footer={
        <div className="st-drawer-footer">
          <span />
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            type="primary"
            disabled={!isReady || (isRisky && !isConfirmed)}
            loading={send.isPending}
            onClick={() => send.mutate()}
          >
            {t('import.import')}
          </Button>
        </div>
      }
    >
      <FileChoice onChoose={setChosen} />
      {own && own !== 'workspace' && own !== 'all' ? (
        <Radio.Group value={layer} onChange={(event) => setLayer(String(event.target.value))}>
          <Radio value="workspace">{t('import.asChanges')}</Radio>
          <Radio value={own}>{t('import.asPackage', { name: own })}</Radio>
        </Radio.Group>
      ) : null}
      <RefusalView error={send.error ?? plan.error} onLeave={onClose} />
      {chosen && plan.isPending ? <Skeleton active /> : null}
      {plan.data ? <PackagePlan plan={plan.data} onLeave={onClose} /> : null}
      {isReady ? <AccessDiffSection request={{ package: chosen?.package, layer }} /> : null}
      {isRisky ? (
        <Checkbox checked={isConfirmed} onChange={(event) => setConfirmed(event.target.checked)} className="st-confirm">
          {t('publish.confirm')}
        </Checkbox>
      ) : null}
    </Modal>
  )
}

function FileChoice({ onChoose }: { onChoose: (chosen: Chosen | null) => void }) {
  const { t } = useTexts('studio')
  const [problem, setProblem] = useState<string | null>(null)
  const read = async (file: File | undefined): Promise<void> => {
    onChoose(null)
    setProblem(null)
    if (!file) return
    try {
      onChoose({ package: JSON.parse(await file.text()) as Chosen['package'], file: file.name })
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      setProblem(t('import.unreadable', { file: file.name }))
    }
  }
  return (
    <div className="st-import-file">
      <p className="st-muted">{t('import.text')}</p>
      <input
        type="file"
        accept=".json,application/json"
        aria-label={t('import.file')}
        onChange={(event) => void read(event.target.files?.[0])}
      />
      {problem ? (
        <p className="st-refusal" role="alert">
          {problem}
        </p>
      ) : null}
    </div>
  )
}

interface ImportInput {
  chosen: Chosen | null
  layer: string
  confirm: boolean
  onClose: () => void
}

function useImport({ chosen, layer, confirm, onClose }: ImportInput) {
  const { t } = useTexts('studio')
  const api = useApi()
  const refresh = useRefreshDefinitions()
  const { message } = App.useApp()
  const request = { package: chosen?.package, layer }
  const plan = useQuery({
    queryKey: ['studio-import', chosen, layer],
    enabled: chosen !== null,
    gcTime: 0,
    retry: false,
    queryFn: () => api.post<ImportPlan>('/api/metadata/import', { ...request, dry_run: true }),
  })
  const send = useMutation({
    mutationFn: () => api.post<{ revision: number }>('/api/metadata/import', { ...request, confirm }),
    onSuccess: async ({ revision }) => {
      void message.success(t('import.done', { revision }))
      onClose()
      await refresh()
    },
  })
  return { plan, send }
}
