export interface UploadOptions {
  signal: AbortSignal
  /** 0 to 1 */
  onProgress?(share: number): void
}

interface SentForm extends UploadOptions {
  form: FormData
  headers: Record<string, string>
}

/** Posts a form; unlike fetch this tells how much is sent. Status 0: the server was not reached. */
export function sendForm(
  url: string,
  { form, headers, signal, onProgress }: SentForm,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const abort = (): void => request.abort()
    request.open('POST', url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0))
    request.addEventListener('loadend', () => {
      signal.removeEventListener('abort', abort)
      if (signal.aborted) reject(new DOMException('The upload was stopped', 'AbortError'))
      else resolve({ status: request.status, text: request.responseText })
    })
    signal.addEventListener('abort', abort)
    request.send(form)
  })
}
