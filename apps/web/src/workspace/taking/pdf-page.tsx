import './print.css'

import { ListSkeleton, ProblemNote, useApi, useTexts } from '@fieldwork/ui'
import { ArrowLeftOutlined, DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'

type Language = 'en' | 'zh-CN'

interface Template {
  name: string
  label: string
  language: Language | null
}

/** The templates that a record can be printed by; the first is the one that is meant. */
function useTemplates(object: string, id: string) {
  const api = useApi()
  return useQuery({
    queryKey: ['print-templates', object, id],
    queryFn: () => api.get<{ data: Template[] }>(`/api/records/${object}/print-templates?id=${id}`),
    retry: false,
  })
}

/** A record as PDF, by the template and in the language that are chosen. */
export function PdfPage() {
  const { object, id } = useParams({ strict: false }) as { object: string; id: string }
  const templates = useTemplates(object, id)
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

function Preview({ object, id, templates }: { object: string; id: string; templates: Template[] }) {
  const { t, locale } = useTexts('app')
  const [name, setName] = useState(templates[0]?.name ?? 'default')
  const [chosen, setChosen] = useState<Language | null>(null)
  const template = templates.find((each) => each.name === name)
  const language = chosen ?? template?.language ?? locale
  const address = `/api/records/${object}/${id}/print.pdf?template=${name}&locale=${language}`
  return (
    <div className="fw-print-page">
      <div className="fw-print-actions">
        <Button icon={<ArrowLeftOutlined />} onClick={() => history.back()}>
          {t('taking.back')}
        </Button>
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
          options={[
            { value: 'zh-CN', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
          style={{ minWidth: 120 }}
        />
        <Button type="primary" icon={<DownloadOutlined />} href={`${address}&download=true`}>
          {t('taking.download')}
        </Button>
      </div>
      <iframe key={address} className="fw-print-pdf" src={address} title={t('taking.pdfTitle')} />
    </div>
  )
}
