const texts = {
  yes: { en: 'Yes', 'zh-CN': '是' },
  no: { en: 'No', 'zh-CN': '否' },
  choose: { en: 'Choose', 'zh-CN': '请选择' },
  chooseObject: { en: 'Kind of record', 'zh-CN': '选择对象' },
  search: { en: 'Type to search', 'zh-CN': '输入关键字搜索' },
  searching: { en: 'Searching…', 'zh-CN': '正在搜索…' },
  nothingFound: { en: 'Nothing found', 'zh-CN': '没有匹配的结果' },
  searchFailed: { en: 'The search failed; try again', 'zh-CN': '搜索失败，请重试' },
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
} as const

export type WidgetTextKey = keyof typeof texts

/** A text of the widgets in the reader's language. */
export function widgetText(locale: 'en' | 'zh-CN', key: WidgetTextKey, name = ''): string {
  return texts[key][locale].replace('{name}', name)
}
