import { AudioOutlined } from '@ant-design/icons'
import { Button } from 'antd'

import { FileDrop } from './file-drop.tsx'
import { FileList } from './file-list.tsx'
import { VoicePlayer } from './files-shown.tsx'
import { useFilesOf } from './file-widget.tsx'
import { useFieldServices } from './services.tsx'
import { widgetText } from './texts.ts'
import { useRecorder } from './use-recorder.ts'
import type { WidgetProps } from './widget.ts'

/** A voice note: recorded here, or chosen as a sound file; heard before it is saved. */
export function VoiceNoteWidget(props: WidgetProps) {
  const { disabled } = props
  const { locale } = useFieldServices()
  const { files, uploads, add, remove, isFull, many } = useFilesOf(props)
  const recorder = useRecorder((sound) => add([sound]))
  const isRecording = recorder.state === 'recording'
  return (
    <div className="fw-files-input">
      {files.map((file) => (
        <VoicePlayer key={file.id} file={file} preload="metadata" />
      ))}
      <FileList files={files} pending={uploads.pending} onRemove={disabled ? undefined : remove} />
      {isFull || disabled ? null : (
        <FileDrop
          id={props.id}
          accept={['audio/*']}
          multiple={many}
          invalid={props.invalid}
          describedBy={props.describedBy}
          onFiles={add}
        >
          <Button
            size="small"
            {...(isRecording ? { danger: true, type: 'primary' } : {})}
            icon={<AudioOutlined />}
            disabled={recorder.state === 'unavailable'}
            aria-pressed={isRecording}
            onClick={() => (isRecording ? recorder.stop() : void recorder.start())}
          >
            {isRecording
              ? `${widgetText(locale, 'stopRecording')} ${clock(recorder.seconds)}`
              : widgetText(locale, 'record')}
          </Button>
          {recorder.state === 'refused' ? (
            <span className="fw-field-error" role="alert">
              {widgetText(locale, 'noMicrophone')}
            </span>
          ) : null}
        </FileDrop>
      )}
    </div>
  )
}

const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
