import { EyeOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button } from 'antd'

import { useViewAs } from './use-view-as.ts'

/** Begins to see the system as somebody does. */
export function ViewAsButton(props: {
  user: { id: string; name: string }
  mayLogIn: boolean
  label?: string
  /** only the icon; the words are its name */
  isIcon?: boolean
  /** the page that opens; left out: home */
  to?: string
}) {
  const { t } = useTexts('app')
  const begin = useViewAs()
  if (!begin) return null
  const label = props.label ?? t('viewAs.begin')
  const name = props.isIcon ? `${label}: ${props.user.name}` : undefined
  return (
    <Button
      icon={<EyeOutlined />}
      disabled={!props.mayLogIn}
      title={props.mayLogIn ? name : t('viewAs.mayNot')}
      aria-label={name}
      {...(props.isIcon ? { type: 'text' as const } : {})}
      onClick={() => begin(props.user, props.to)}
    >
      {props.isIcon ? null : label}
    </Button>
  )
}
