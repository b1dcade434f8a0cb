import { EyeOutlined, LockOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Tooltip } from 'antd'

import type { Block } from '../model/definitions.ts'

/** Small signs for the conditions of a block. */
export function BlockMarks({ block }: { block: Block }) {
  const { t } = useTexts('studio')
  return (
    <span className="st-block-marks">
      {block.visibleWhen ? (
        <Tooltip title={`${t('designer.visibleWhen')}: ${block.visibleWhen}`}>
          <EyeOutlined />
        </Tooltip>
      ) : null}
      {block.requiredWhen ? (
        <Tooltip title={`${t('designer.requiredWhen')}: ${block.requiredWhen}`}>
          <span className="st-required">*</span>
        </Tooltip>
      ) : null}
      {block.readOnlyWhen ? (
        <Tooltip title={`${t('designer.readOnlyWhen')}: ${block.readOnlyWhen}`}>
          <LockOutlined />
        </Tooltip>
      ) : null}
    </span>
  )
}
