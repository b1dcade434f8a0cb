import type { Capability } from '../../capability.ts'
import { resolveText } from '../../http/locale.ts'
import { listOperations } from '../openapi/document.ts'
import { documentInput } from '../openapi/index.ts'
import { pagePolicy, renderPage } from './page.ts'

/** The API's documentation for people. */
export const docs: Capability = {
  name: 'docs',
  register(app, deps) {
    app.get('/api/docs', { config: { access: 'public' } }, (request, reply) => {
      const input = documentInput(request, deps)
      const page = renderPage({
        title: input.title,
        locale: input.locale,
        operations: listOperations(input),
        isAnonymous: request.actor === null,
        titleOf: (tag) => resolveText(input.catalog.objects.get(tag)?.label, input.locale) ?? tag,
      })
      return reply.header('content-security-policy', pagePolicy).type('text/html; charset=utf-8').send(page)
    })
  },
}
