import { CopyOutlined, SearchOutlined, SnippetsOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, Input, Tooltip } from 'antd'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { OTHER_OBJECTS } from '../model/roles.ts'
import type { Matrix } from './use-matrix.ts'

/** Search, and what can be done with whole rows. */
export function MatrixToolbar(props: { search: string; onSearch: (text: string) => void; matrix: Matrix }) {
  const { t, locale } = useTexts('studio')
  const objects = useStudioObjects()
  const { copied, copy, paste } = props.matrix
  const label =
    copied?.object === OTHER_OBJECTS
      ? t('roles.others')
      : (objects.find(({ name }) => name === copied?.object)?.label[locale] ?? copied?.object)
  return (
    <div className="st-toolbar">
      <Input
        className="st-search"
        allowClear
        prefix={<SearchOutlined />}
        placeholder={t('objects.search')}
        aria-label={t('objects.search')}
        value={props.search}
        onChange={(event) => props.onSearch(event.target.value)}
      />
      <Tooltip title="Ctrl+C">
        <Button icon={<CopyOutlined />} onClick={copy}>
          {t('role.copyRow')}
        </Button>
      </Tooltip>
      <Tooltip title="Ctrl+V">
        <Button icon={<SnippetsOutlined />} disabled={copied === null} onClick={paste}>
          {t('role.pasteRow')}
        </Button>
      </Tooltip>
      <span className={copied === null ? 'st-muted st-matrix-hint' : 'st-muted'} role="status">
        {copied === null ? t('role.keysHint') : t('role.copied', { label })}
      </span>
    </div>
  )
}
