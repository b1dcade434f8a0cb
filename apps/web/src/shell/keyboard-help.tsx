import { useTexts } from '@fieldwork/ui'
import { Modal } from 'antd'

const KEYS: [key: string, name: string][] = [
  ['Ctrl K', 'palette'],
  ['N', 'new'],
  ['/', 'search'],
  ['↑ ↓', 'move'],
  ['Enter', 'open'],
  ['Space', 'select'],
  ['Ctrl Enter', 'save'],
  ['Esc', 'close'],
  ['?', 'help'],
]

/** The keys that the app understands. */
export function KeyboardHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTexts('app')
  return (
    <Modal open={isOpen} onCancel={onClose} footer={null} title={t('keys.title')} width={420}>
      <dl className="fw-keys">
        {KEYS.map(([key, name]) => (
          <div key={key}>
            <dt>
              {key.split(' ').map((part) => (
                <kbd key={part}>{part}</kbd>
              ))}
            </dt>
            <dd>{t(`keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
