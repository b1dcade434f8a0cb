import { useApi, useNavigateTo } from '@fieldwork/ui'
import { useMutation } from '@tanstack/react-query'
import { App } from 'antd'

import { studioPaths } from '../../paths.ts'

/** With what a run begins. */
export interface Beginning {
  /** of the record that it is about */
  id?: string
  vars?: Record<string, unknown>
}

/** Starts the published version of a workflow, and shows its run. */
export function useBegin(name: string) {
  const api = useApi()
  const navigate = useNavigateTo()
  const { message } = App.useApp()
  return useMutation({
    mutationFn: (beginning: Beginning) => api.post<{ run: string }>(`/api/workflows/${name}/run`, beginning),
    onSuccess: ({ run }) => navigate(studioPaths.run(run)),
    onError: (error) => void message.error(error.message),
  })
}
