import { useApi } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'

/** Languages that records are printed in. */
export const PRINT_LANGUAGES = [
  { value: 'zh-CN' as const, label: '中文' },
  { value: 'en' as const, label: 'English' },
]

/** One of them. */
export type PrintLanguage = (typeof PRINT_LANGUAGES)[number]['value']

/** A template that records can be printed by. */
export interface PrintTemplate {
  name: string
  label: string
  language: PrintLanguage | null
}

/** The templates of a record, or of all records of an object; the first is the one that is meant. */
export function usePrintTemplates(object: string, id?: string) {
  const api = useApi()
  const query = id === undefined ? '' : `?id=${id}`
  return useQuery({
    queryKey: ['print-templates', object, id ?? null],
    queryFn: ({ signal }) =>
      api.get<{ data: PrintTemplate[] }>(`/api/records/${object}/print-templates${query}`, signal),
    retry: false,
  })
}
