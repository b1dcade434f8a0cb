import { Readable } from 'node:stream'
import { appError } from '@fieldwork/metadata'
import { defineStep, optionsOf, outputOf, reference, template } from '../../step.ts'

interface Options {
  template?: string
  language?: 'en' | 'zh-CN'
  fileName?: string
  field?: string
}

/** Prints the record as PDF and keeps the file in one of its fields. */
export const pdf = defineStep({
  name: 'pdf',
  label: { en: 'Make a PDF', 'zh-CN': '生成 PDF' },
  help: {
    en: 'Prints the record by a print template. With a field the file is kept there, where a step that sends mail can attach it',
    'zh-CN': '按打印模板将记录生成 PDF；指定字段时写入该字段，发送邮件步骤可将其作为附件',
  },
  icon: 'file-pdf',
  group: 'records',
  order: 90,
  effect: 'records',
  options: optionsOf({
    template: reference('print-template', 'The print template; left out: the first that fits the record'),
    language: {
      type: 'string',
      enum: ['en', 'zh-CN'],
      description: 'Of labels and texts; left out: as the template says',
    },
    fileName: template('Name of the file, without its ending; left out: as the template says', 120),
    field: reference('field', 'A field with files in which it is kept; what was there is replaced'),
  }),
  output: outputOf({
    file: { type: ['string', 'null'], description: 'Id of the file; null in a trial' },
    name: { type: 'string', description: 'Name of the file' },
  }),
  async run({ records, actor, run, outside, dry }, given) {
    const { template: name, language, fileName, field } = given as Options
    const { object, record: id } = run
    if (object === null || id === null) throw appError('invalid_request', { reason: 'there is no record / 没有记录' })
    const printed = await outside.printer.print(records, actor, { object, ids: [id], template: name, locale: language })
    const called = fileName ? `${fileName}.pdf` : printed.name
    // an upload is no part of the transaction; one that nothing takes is swept away
    if (dry) return { kind: 'done', output: { file: null, name: called } }
    const content = Readable.from([printed.content])
    const file = await outside.files.upload(actor, { name: called, type: 'application/pdf', content })
    if (field !== undefined) {
      const isMany = records.knownCatalog(actor).catalog.object(object).fields.get(field)?.files?.many
      await records.update(actor, { object, id, values: { [field]: isMany ? [file.id] : file.id } })
    }
    return { kind: 'done', output: { file: file.id, name: called } }
  },
  examples: [{ options: {} }, { options: { language: 'en', fileName: 'Record {{ name }}' } }],
})
