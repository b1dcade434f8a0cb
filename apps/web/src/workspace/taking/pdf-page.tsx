import './print.css'

import { ListSkeleton, ProblemNote, useTexts } from '@fieldwork/ui'
import { DownloadOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useMemo, useState } from 'react'

import { PdfFrame } from '../../pdf/pdf-frame.tsx'
import { PrintActions } from './print-actions.tsx'
import { PRINT_LANGUAGES, usePrintTemplates } from './print-templates.ts'
import type { PrintLanguage, PrintTemplate } from './print-templates.ts'

/** A record as PDF, by the template and in the language that are chosen. */
export function PdfPage() {
  const { object, id } = useParams({ strict: false }) as { object: string; id: string }
  const templates = usePrintTemplates(object, id)
  if (templates.error) {
    return (
      <div className="fw-centred">
        <ProblemNote error={templates.error} />
      </div>
    )
  }
  if (!templates.data) return <ListSkeleton />
  return <Preview object={object} id={id} templates={templates.data.data} />
}

function Preview({ object, id, templates }: { object: string; id: string; templates: PrintTemplate[] }) {
  const { t, locale } = useTexts('app')
  const [name, setName] = useState(templates[0]?.name ?? 'default')
  const [chosen, setChosen] = useState<PrintLanguage | null>(null)
  const template = templates.find((each) => each.name === name)
  const language = chosen ?? template?.language ?? locale
  const address = `/api/records/${object}/${id}/print.pdf?template=${name}&locale=${language}`
  const source = useMemo(() => ({ path: address }), [address])
  return (
    <div className="fw-print-page">
      <PrintActions>
        <Select
          aria-label={t('taking.template')}
          value={name}
          onChange={setName}
          options={templates.map((each) => ({ value: each.name, label: each.label }))}
          style={{ minWidth: 220 }}
        />
        <Select
          aria-label={t('taking.language')}
          value={language}
          onChange={setChosen}
          options={PRINT_LANGUAGES}
          style={{ minWidth: 120 }}
        />
        <Button type="primary" icon={<DownloadOutlined />} href={`${address}&download=true`}>
          {t('taking.download')}
        </Button>
      </PrintActions>
      <PdfFrame source={source} className="fw-print-pdf" title={t('taking.pdfTitle')} />
    </div>
  )
}
