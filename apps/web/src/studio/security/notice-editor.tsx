import { useTexts } from '@fieldwork/ui'

import { NO_TEXT } from '../model/localized.ts'
import { LabelInputs } from '../parts/label-inputs.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import type { Notice } from './queries.ts'

/** The confidentiality notice: a new version is accepted by everybody anew. */
export function NoticeEditor(props: {
  stored: Notice | null
  notice: Notice | null
  errorAt: (pointer: string) => string | undefined
  onChange: (notice: Notice | null) => void
}) {
  const { t } = useTexts('studio')
  const { stored, notice, onChange } = props
  const next = (stored?.version ?? 0) + 1
  return (
    <>
      <SwitchLine
        label={t('policy.notice.isShown')}
        value={notice !== null}
        onChange={(isShown) => onChange(isShown ? (stored ?? { version: 1, text: NO_TEXT }) : null)}
      />
      {notice ? (
        <>
          <LabelInputs
            label={t('policy.notice.text')}
            isRequired
            isMultiline
            maxLength={10_000}
            value={notice.text}
            error={props.errorAt('/notice')}
            onChange={(text) => onChange({ ...notice, text })}
          />
          {stored ? (
            <SwitchLine
              label={t('policy.notice.anew')}
              help={t('policy.notice.version', { version: notice.version })}
              value={notice.version === next}
              onChange={(isNew) => onChange({ ...notice, version: isNew ? next : stored.version })}
            />
          ) : null}
        </>
      ) : null}
    </>
  )
}
