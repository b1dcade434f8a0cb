import {
  BoldOutlined,
  ItalicOutlined,
  LinkOutlined,
  OrderedListOutlined,
  RedoOutlined,
  StrikethroughOutlined,
  UnderlineOutlined,
  UndoOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons'
import type { Editor } from '@tiptap/core'
import { EditorContent, useEditor, useEditorState } from '@tiptap/react'
import { StarterKit } from '@tiptap/starter-kit'
import { Button, Input, Popover, Space } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'

import { useFieldServices } from './services.tsx'
import { widgetText } from './texts.ts'
import type { WidgetTextKey } from './texts.ts'
import type { WidgetProps } from './widget.ts'

const LINK = /^(https?:\/\/|mailto:|tel:)\S+$/i

/** The editor behind the rich-text widget; it comes in a file of its own. */
export function RichTextEditor(props: WidgetProps) {
  const html = typeof props.value === 'string' ? props.value : ''
  const written = useRef(html)
  const latest = useRef(props)
  latest.current = props
  const editor = useEditor({
    extensions: [
      StarterKit.configure({
        heading: { levels: [2, 3] },
        link: { openOnClick: false, autolink: true, protocols: ['mailto', 'tel'] },
        dropcursor: false,
      }),
    ],
    content: html,
    editable: !props.disabled,
    autofocus: props.autoFocus ?? false,
    injectCSS: false,
    editorProps: { attributes: attributesOf(props) },
    onUpdate: ({ editor: changed }) => {
      written.current = changed.isEmpty ? '' : changed.getHTML()
      latest.current.onChange(written.current || undefined)
    },
    onBlur: () => latest.current.onBlur?.(),
  })

  useEffect(() => {
    if (html === written.current) return
    written.current = html
    editor.commands.setContent(html, { emitUpdate: false })
  }, [editor, html])
  useEffect(() => {
    editor.setEditable(!props.disabled, false)
    editor.setOptions({ editorProps: { attributes: attributesOf(props) } })
  }, [editor, props.disabled, props.invalid, props.required, props.describedBy])

  return (
    <div className={props.invalid ? 'fw-rich-editor fw-rich-invalid' : 'fw-rich-editor'}>
      {props.disabled ? null : <Toolbar editor={editor} />}
      <EditorContent editor={editor} className="fw-rich" />
    </div>
  )
}

function attributesOf(props: WidgetProps): Record<string, string> {
  return {
    id: props.id,
    class: 'fw-rich-input',
    role: 'textbox',
    'aria-multiline': 'true',
    'aria-label': props.field.label,
    ...(props.invalid && { 'aria-invalid': 'true' }),
    ...(props.required && { 'aria-required': 'true' }),
    ...(props.describedBy && { 'aria-describedby': props.describedBy }),
  }
}

interface Tool {
  name: WidgetTextKey
  icon: ReactNode
  isOn?: (editor: Editor) => boolean
  run: (editor: Editor) => void
}

const tools: Tool[] = [
  mark('bold', <BoldOutlined />, (chain) => chain.toggleBold()),
  mark('italic', <ItalicOutlined />, (chain) => chain.toggleItalic()),
  mark('underline', <UnderlineOutlined />, (chain) => chain.toggleUnderline()),
  mark('strike', <StrikethroughOutlined />, (chain) => chain.toggleStrike()),
  {
    name: 'heading',
    icon: <b>H</b>,
    isOn: (editor) => editor.isActive('heading'),
    run: (editor) => editor.chain().focus().toggleHeading({ level: 2 }).run(),
  },
  mark('bulletList', <UnorderedListOutlined />, (chain) => chain.toggleBulletList()),
  mark('orderedList', <OrderedListOutlined />, (chain) => chain.toggleOrderedList()),
  mark('blockquote', <span aria-hidden="true">❝</span>, (chain) => chain.toggleBlockquote()),
]
const steps: Tool[] = [
  { name: 'undo', icon: <UndoOutlined />, run: (editor) => editor.chain().focus().undo().run() },
  { name: 'redo', icon: <RedoOutlined />, run: (editor) => editor.chain().focus().redo().run() },
]

type Chain = ReturnType<Editor['chain']>

function mark(name: WidgetTextKey, icon: ReactNode, toggle: (chain: Chain) => Chain): Tool {
  return {
    name,
    icon,
    isOn: (editor) => editor.isActive(name),
    run: (editor) => toggle(editor.chain().focus()).run(),
  }
}

function Toolbar({ editor }: { editor: Editor }) {
  const { locale } = useFieldServices()
  const on = useEditorState({
    editor,
    selector: ({ editor: current }) => tools.map((tool) => tool.isOn?.(current) === true).join(),
  }).split(',')
  return (
    <div className="fw-rich-tools" role="toolbar" aria-label={widgetText(locale, 'formatting')}>
      {tools.map((tool, index) => (
        <ToolButton key={tool.name} tool={tool} editor={editor} isOn={on[index] === 'true'} />
      ))}
      <LinkButton editor={editor} />
      {steps.map((tool) => (
        <ToolButton key={tool.name} tool={tool} editor={editor} />
      ))}
    </div>
  )
}

function ToolButton({ tool, editor, isOn }: { tool: Tool; editor: Editor; isOn?: boolean }) {
  const { locale } = useFieldServices()
  const label = widgetText(locale, tool.name)
  return (
    <Button
      type="text"
      size="small"
      icon={tool.icon}
      aria-label={label}
      title={label}
      {...(isOn === undefined ? {} : { 'aria-pressed': isOn })}
      className={isOn ? 'fw-rich-on' : ''}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => tool.run(editor)}
    />
  )
}

/** A link on the selected text; an empty address takes it away. */
function LinkButton({ editor }: { editor: Editor }) {
  const { locale } = useFieldServices()
  const [isOpen, setOpen] = useState(false)
  const [address, setAddress] = useState('')
  const isWrong = address !== '' && !LINK.test(address)
  const open = (next: boolean): void => {
    if (next) setAddress(String(editor.getAttributes('link')['href'] ?? ''))
    setOpen(next)
  }
  const apply = (): void => {
    if (isWrong) return
    const chain = editor.chain().focus().extendMarkRange('link')
    if (address === '') chain.unsetLink().run()
    else chain.setLink({ href: address }).run()
    setOpen(false)
  }
  return (
    <Popover
      open={isOpen}
      onOpenChange={open}
      trigger="click"
      destroyOnHidden
      content={
        <Space.Compact>
          <Input
            autoFocus
            aria-label={widgetText(locale, 'linkAddress')}
            placeholder="https://"
            status={isWrong ? 'error' : ''}
            value={address}
            onChange={(event) => setAddress(event.target.value.trim())}
            onPressEnter={(event) => {
              event.preventDefault()
              apply()
            }}
          />
          <Button type="primary" disabled={isWrong} onClick={apply}>
            {widgetText(locale, 'setLink')}
          </Button>
        </Space.Compact>
      }
    >
      <Button
        type="text"
        size="small"
        icon={<LinkOutlined />}
        aria-label={widgetText(locale, 'link')}
        title={widgetText(locale, 'link')}
      />
    </Popover>
  )
}
