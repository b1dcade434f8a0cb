import { ReloadOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, Input } from 'antd'

import type { CaptchaPicture } from './use-login.ts'

/** The picture, and what is read from it. */
export function CaptchaField(props: {
  picture: CaptchaPicture
  value: string
  onChange: (value: string) => void
  onRenew: () => void
}) {
  const { t } = useTexts('app')
  return (
    <>
      <label htmlFor="login-captcha">{t('login.captcha')}</label>
      <div className="fw-captcha">
        <Input
          id="login-captcha"
          size="large"
          autoComplete="off"
          autoCapitalize="characters"
          required
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
        />
        <img src={props.picture.image} alt={t('login.captchaPicture')} width={170} height={56} />
        <Button type="text" icon={<ReloadOutlined />} aria-label={t('login.captchaOther')} onClick={props.onRenew} />
      </div>
    </>
  )
}
