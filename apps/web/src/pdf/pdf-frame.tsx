import { isApiProblem, useTexts } from '@fieldwork/ui'
import { Alert, Skeleton } from 'antd'

import { useBlobUrl, usePdf } from './use-pdf.ts'
import type { PdfSource } from './use-pdf.ts'

/**
 * Shows a PDF, or why there is none.
 *
 * @param props.source null: nothing is to be shown yet
 */
export function PdfFrame(props: { source: PdfSource | null; title: string; className: string }) {
  const { t } = useTexts('app')
  const { data, error, isFetching } = usePdf(props.source)
  const url = useBlobUrl(error ? undefined : data?.content)
  if (error) {
    return (
      <div className={`${props.className} fw-pdf-refused`}>
        <Alert
          type="error"
          showIcon
          role="alert"
          title={t('taking.pdfRefused')}
          description={<Reasons error={error} />}
        />
      </div>
    )
  }
  return (
    <>
      {data?.warnings.map((warning) => (
        <Alert key={warning} type="warning" showIcon role="status" title={warning} />
      ))}
      {url === undefined ? <Skeleton active paragraph={{ rows: 8 }} /> : null}
      {url === undefined ? null : (
        <iframe
          className={props.className}
          src={`${url}#toolbar=0&navpanes=0&view=FitH`}
          title={props.title}
          aria-busy={isFetching}
        />
      )}
    </>
  )
}

function Reasons({ error }: { error: Error }) {
  const messages = isApiProblem(error) ? error.problems.map(({ message }) => message) : []
  if (messages.length === 0) return error.message
  return (
    <ul>
      {[...new Set(messages)].map((message) => (
        <li key={message}>{message}</li>
      ))}
    </ul>
  )
}
