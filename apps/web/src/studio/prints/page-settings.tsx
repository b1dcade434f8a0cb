import { useTexts } from '@fieldwork/ui'
import { InputNumber, Segmented, Select } from 'antd'

import { PointedField } from '../conversions/pointed.tsx'
import { PointedLabels } from '../conversions/pointed-labels.tsx'
import { FormGroup } from '../parts/form-field.tsx'
import { RecordTypeSelect } from '../parts/record-type-select.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import { changed, MARGIN_PLACES, USUAL } from './print-template.ts'
import { TemplateTexts } from './template-texts.tsx'
import { usePrintDesigner } from './print-context.ts'

const PAPERS = ['A3', 'A4', 'A5', 'letter'] as const
const ORIENTATIONS = ['portrait', 'landscape'] as const
const LANGUAGES = ['zh-CN', 'en'] as const

/** What is said of a template as a whole: its name, its paper, what stands on every page. */
export function PageSettings() {
  const { t } = useTexts('studio')
  const { template, set } = usePrintDesigner()
  return (
    <div className="st-pt-settings" role="group" aria-label={t('pt.settings')}>
      <PointedLabels
        pointer="/label"
        label={t('pt.label')}
        value={template.label}
        onChange={(label) => set({ label })}
      />
      <RecordTypeSelect
        object={template.object}
        value={template.recordType}
        onChange={(recordType) => set({ recordType })}
      />
      <Paper />
      <PointedField pointer="/language" label={t('pt.language')} help={t('pt.languageHelp')}>
        {(id) => (
          <Select
            id={id}
            className="st-wide"
            allowClear
            placeholder={t('pt.ownLanguage')}
            value={template.language ?? null}
            options={LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))}
            onChange={(language: (typeof LANGUAGES)[number] | null | undefined) =>
              set({ language: language ?? undefined })
            }
          />
        )}
      </PointedField>
      <SwitchLine
        label={t('pt.watermark')}
        help={t('pt.watermarkHelp')}
        value={template.watermark === true}
        onChange={(on) => set({ watermark: on || undefined })}
      />
      <TemplateTexts
        pointer="/fileName"
        label={t('pt.fileName')}
        help={t('pt.fileNameHelp')}
        value={template.fileName}
        onChange={(fileName) => set({ fileName })}
      />
      <Margin place="header" />
      <Margin place="footer" />
    </div>
  )
}

function Paper() {
  const { t } = useTexts('studio')
  const { template, set } = usePrintDesigner()
  return (
    <>
      <div className="st-pair">
        <PointedField pointer="/paper" label={t('pt.paper')}>
          {(id) => (
            <Select
              id={id}
              className="st-wide"
              value={template.paper ?? USUAL.paper}
              options={PAPERS.map((value) => ({ value, label: value }))}
              onChange={(paper) => set({ paper })}
            />
          )}
        </PointedField>
        <div className="st-field">
          <span className="st-label">{t('pt.orientation')}</span>
          <Segmented
            block
            aria-label={t('pt.orientation')}
            value={template.orientation ?? USUAL.orientation}
            options={ORIENTATIONS.map((value) => ({ value, label: t(`pt.orientations.${value}`) }))}
            onChange={(orientation) => set({ orientation })}
          />
        </div>
      </div>
      <div className="st-pair">
        <PointedField pointer="/margin" label={t('pt.margin')}>
          {(id) => (
            <InputNumber
              id={id}
              className="st-wide"
              min={5}
              max={50}
              value={template.margin ?? USUAL.margin}
              onChange={(margin) => set({ margin: margin ?? undefined })}
            />
          )}
        </PointedField>
        <PointedField pointer="/size" label={t('pt.size')}>
          {(id) => (
            <InputNumber
              id={id}
              className="st-wide"
              min={6}
              max={16}
              value={template.size ?? USUAL.size}
              onChange={(size) => set({ size: size ?? undefined })}
            />
          )}
        </PointedField>
      </div>
    </>
  )
}

function Margin({ place }: { place: 'header' | 'footer' }) {
  const { t } = useTexts('studio')
  const { template, set } = usePrintDesigner()
  const margin = template[place] ?? {}
  return (
    <FormGroup title={t(`pt.${place}`)}>
      {MARGIN_PLACES.map((at) => (
        <TemplateTexts
          key={at}
          isMargin
          pointer={`/${place}/${at}`}
          label={t(`pt.${place}At`, { place: t(`pt.aligns.${at}`) })}
          value={margin[at]}
          onChange={(text) => {
            const next = changed(margin, { [at]: text })
            set({ [place]: Object.keys(next).length > 0 ? next : undefined })
          }}
        />
      ))}
    </FormGroup>
  )
}
