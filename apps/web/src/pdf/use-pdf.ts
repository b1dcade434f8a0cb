import { useApi } from '@fieldwork/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

/** Where a PDF comes from. */
export interface PdfSource {
  path: string
  /** absent: a GET */
  body?: object
}

/** A PDF, with what could not be printed in it. */
export interface Pdf {
  content: Blob
  warnings: string[]
}

/** Takes a PDF from the server, so that a refusal is told in words; the last one stays until the next is there. */
export function usePdf(source: PdfSource | null) {
  const api = useApi()
  return useQuery({
    queryKey: ['pdf', source],
    enabled: source !== null,
    retry: false,
    gcTime: 0,
    refetchOnWindowFocus: false,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<Pdf> => {
      const { path, body } = source!
      const answer = await api.open(path, signal, { accept: 'application/pdf, application/problem+json' }, body)
      return { content: await answer.blob(), warnings: warningsOf(answer.headers.get('x-print-warnings')) }
    },
  })
}

const warningsOf = (header: string | null): string[] =>
  header === null ? [] : (JSON.parse(decodeURIComponent(header)) as string[])

/** An address under which the browser finds a content, as long as it is shown. */
export function useBlobUrl(content: Blob | undefined): string | undefined {
  const [made, setMade] = useState<string | undefined>(undefined)
  useEffect(() => {
    if (!content) return
    const url = URL.createObjectURL(content)
    setMade(url)
    return () => URL.revokeObjectURL(url)
  }, [content])
  return content ? made : undefined
}
