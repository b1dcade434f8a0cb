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
  empty: { en: 'No value', 'zh-CN': '无' },
  ofMax: { en: '{name} points', 'zh-CN': '{name} 分' },
  flag: { en: 'Flag', 'zh-CN': '标记' },
  ownColor: { en: 'Own colour', 'zh-CN': '自定义颜色' },
  clear: { en: 'Clear', 'zh-CN': '清除' },
} as const

/** A text of the widgets in the reader's language. */
export function widgetText(locale: 'en' | 'zh-CN', key: keyof typeof texts, name = ''): string {
  return texts[key][locale].replace('{name}', name)
}
