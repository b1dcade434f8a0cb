import { label } from './definitions.ts'

/** An object with a field of most types, a state model and a rule, for tests of the API. */
export const ticket = {
  name: 'ticket',
  title: 'Ticket',
  'x-object': {
    label: label('Ticket', '工单'),
    icon: 'tool',
    owner: true,
    history: true,
    nameField: 'subject',
    states: {
      field: 'status',
      initial: 'open',
      transitions: {
        finish: { from: ['open'], to: 'done', label: label('Finish', '完成'), requires: ['due'] },
        reopen: { from: ['done'], to: 'open', label: label('Reopen', '重新打开') },
      },
    },
    rules: {
      small_amount: {
        when: 'amount > 1000000',
        message: label('The amount is over a million', '金额超过一百万'),
        field: 'amount',
      },
    },
  },
  type: 'object',
  required: ['subject'],
  properties: {
    subject: {
      type: 'string',
      maxLength: 200,
      'x-field': { type: 'text', label: label('Subject', '主题'), searchable: true },
    },
    code: { type: 'string', maxLength: 40, 'x-field': { type: 'text', label: label('Code', '编码'), unique: true } },
    amount: { type: 'number', 'x-field': { type: 'money', label: label('Amount', '金额') } },
    count: { type: 'integer', minimum: 0, 'x-field': { type: 'integer', label: label('Count', '数量') } },
    urgent: { type: 'boolean', 'x-field': { type: 'boolean', label: label('Urgent', '紧急') } },
    due: { type: 'string', format: 'date', 'x-field': { type: 'date', label: label('Due', '截止日期') } },
    seen_at: {
      type: 'string',
      format: 'date-time',
      'x-field': { type: 'date-time', label: label('Seen at', '查看时间') },
    },
    parent: {
      type: 'string',
      format: 'uuid',
      'x-field': { type: 'lookup', object: 'ticket', label: label('Parent', '上级工单') },
    },
    twice: {
      type: 'number',
      readOnly: true,
      'x-field': { type: 'formula', expression: 'amount * 2', label: label('Twice', '两倍') },
    },
    status: {
      type: 'string',
      'x-field': {
        type: 'select',
        label: label('Status', '状态'),
        options: {
          open: { order: 1, label: label('Open', '处理中') },
          done: { order: 2, label: label('Done', '已完成') },
        },
      },
    },
  },
}
