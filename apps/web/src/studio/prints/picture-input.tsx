import { DeleteOutlined, UploadOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button } from 'antd'
import { useRef, useState } from 'react'

const KINDS = ['image/png', 'image/jpeg']
/** As the schema has it: a data address of so many characters. */
const MOST_CHARACTERS = 400_000

/** A picture that belongs to the template, such as a logo. */
export function PictureInput({
  value,
  onChange,
}: {
  value: string | undefined
  onChange: (data: string | undefined) => void
}) {
  const { t } = useTexts('studio')
  const input = useRef<HTMLInputElement>(null)
  const [wrong, setWrong] = useState<string | null>(null)
  const take = (file: File): void => {
    const reader = new FileReader()
    reader.addEventListener('load', () => {
      const data = String(reader.result)
      const isFine = KINDS.includes(file.type) && data.length <= MOST_CHARACTERS
      setWrong(isFine ? null : t(KINDS.includes(file.type) ? 'pt.pictureTooLarge' : 'pt.pictureKind'))
      if (isFine) onChange(data)
    })
    reader.readAsDataURL(file)
  }
  return (
    <div className="st-field">
      <span className="st-label">{t('pt.picture')}</span>
      <div className="st-pt-picture">
        {value ? <img src={value} alt={t('pt.picture')} /> : null}
        <input
          ref={input}
          type="file"
          accept={KINDS.join(',')}
          aria-label={t('pt.picture')}
          hidden
          onChange={(event) => {
            const [file] = event.target.files ?? []
            event.target.value = ''
            if (file) take(file)
          }}
        />
        <Button icon={<UploadOutlined />} onClick={() => input.current?.click()}>
          {t('pt.choosePicture')}
        </Button>
        {value ? (
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('pt.removePicture')}
            onClick={() => onChange(undefined)}
          />
        ) : null}
      </div>
      {wrong === null ? (
        <p className="st-help">{t('pt.pictureHelp')}</p>
      ) : (
        <p className="st-error" role="alert">
          {wrong}
        </p>
      )}
    </div>
  )
}
