/** What a run may do only so often, in words. */
export const limitWords = {
  steps: { en: 'steps in one run', 'zh-CN': '个步骤（同一次运行）' },
  depth: { en: 'runs that lead to each other', 'zh-CN': '层相互触发' },
  runs: { en: 'runs that go back to one event', 'zh-CN': '次由同一事件引起的运行' },
}
