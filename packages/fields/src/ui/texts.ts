import { notVisible } from '../reference-type.ts'

const texts = {
  yes: { en: 'Yes', 'zh-CN': '是' },
  no: { en: 'No', 'zh-CN': '否' },
  choose: { en: 'Choose', 'zh-CN': '请选择' },
  chooseObject: { en: 'Kind of record', 'zh-CN': '选择对象' },
  search: { en: 'Type to search', 'zh-CN': '输入关键字搜索' },
  searching: { en: 'Searching…', 'zh-CN': '正在搜索…' },
  nothingFound: { en: 'Nothing found', 'zh-CN': '没有匹配的结果' },
  searchFailed: { en: 'The search failed; try again', 'zh-CN': '搜索失败，请重试' },
  notVisible,
  nameless: { en: 'Without a name', 'zh-CN': '未命名' },
  createNew: { en: 'New “{name}”', 'zh-CN': '新建“{name}”' },
  createPlain: { en: 'New…', 'zh-CN': '新建…' },
  generated: { en: 'Given when saved', 'zh-CN': '保存后自动生成' },
  ofMax: { en: '{name} points', 'zh-CN': '{name} 分' },
  ownColor: { en: 'Own colour', 'zh-CN': '自定义颜色' },
  latitude: { en: 'Latitude', 'zh-CN': '纬度' },
  longitude: { en: 'Longitude', 'zh-CN': '经度' },
  locate: { en: 'Use my position', 'zh-CN': '使用当前位置' },
  locateFailed: { en: 'The device did not give its position', 'zh-CN': '无法获取设备的位置' },
  place: { en: 'Place (optional)', 'zh-CN': '地点说明（选填）' },
  notJson: { en: 'This is not JSON: {name}', 'zh-CN': '不是有效的 JSON：{name}' },
  tidy: { en: 'Tidy up', 'zh-CN': '整理格式' },
  formatting: { en: 'Formatting', 'zh-CN': '文字格式' },
  bold: { en: 'Bold', 'zh-CN': '加粗' },
  italic: { en: 'Italic', 'zh-CN': '斜体' },
  underline: { en: 'Underline', 'zh-CN': '下划线' },
  strike: { en: 'Strike through', 'zh-CN': '删除线' },
  heading: { en: 'Heading', 'zh-CN': '标题' },
  bulletList: { en: 'Bullet list', 'zh-CN': '项目列表' },
  orderedList: { en: 'Numbered list', 'zh-CN': '编号列表' },
  blockquote: { en: 'Quote', 'zh-CN': '引用' },
  link: { en: 'Link', 'zh-CN': '链接' },
  linkAddress: { en: 'Address of the link', 'zh-CN': '链接地址' },
  setLink: { en: 'Set', 'zh-CN': '确定' },
  undo: { en: 'Undo', 'zh-CN': '撤销' },
  redo: { en: 'Redo', 'zh-CN': '重做' },
  chooseFile: { en: 'Choose a file', 'zh-CN': '选择文件' },
  chooseFiles: { en: 'Choose files', 'zh-CN': '选择文件' },
  dropHint: { en: 'or drop it here, or paste', 'zh-CN': '或拖放、粘贴到此处' },
  takePhoto: { en: 'Take a photo', 'zh-CN': '拍照' },
  download: { en: 'Download', 'zh-CN': '下载' },
  noPreview: { en: 'Files of this kind cannot be shown here', 'zh-CN': '此类文件无法在此预览' },
  removeFile: { en: 'Remove {name}', 'zh-CN': '移除 {name}' },
  cancelUpload: { en: 'Cancel the upload of {name}', 'zh-CN': '取消上传 {name}' },
  dismiss: { en: 'Dismiss {name}', 'zh-CN': '关闭 {name}' },
  record: { en: 'Record', 'zh-CN': '录音' },
  stopRecording: { en: 'Stop', 'zh-CN': '停止' },
  noMicrophone: { en: 'The microphone cannot be used', 'zh-CN': '无法使用麦克风' },
} as const

export type WidgetTextKey = keyof typeof texts

/** A text of the widgets in the reader's language. */
export function widgetText(locale: 'en' | 'zh-CN', key: WidgetTextKey, name = ''): string {
  return texts[key][locale].replace('{name}', name)
}
