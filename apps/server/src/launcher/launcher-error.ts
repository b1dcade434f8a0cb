interface BilingualText {
  en: string
  'zh-CN': string
}

/** A reason why no database could be started. `message` holds both languages; `texts` holds them apart. */
export class LauncherError extends Error {
  readonly texts: BilingualText

  constructor(en: string, zh: string, options?: ErrorOptions) {
    super(`${en}\n${zh}`, options)
    this.name = 'LauncherError'
    this.texts = { en, 'zh-CN': zh }
  }
}
