export type Values = Record<string, unknown>

/** One case for every rule, transition, formula and filtered view that ships, by object or view and name. */
export type CasesByName<Case> = Record<string, Record<string, Case>>

const ZONE = 'Asia/Shanghai'
const DAY_MS = 86_400_000

/** The date a number of days from today where the workspace is, as YYYY-MM-DD. */
export const day = (offset: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(Date.now() + offset * DAY_MS)

export interface RuleCase {
  /** values that the rule refuses */
  breaks: Values
  /** values next to them that it lets pass */
  keeps: Values
  /** the rule speaks of the record itself, so it cannot be broken before there is one */
  onlyOnUpdate?: true
}

/** A contract over 400 and how it is to be paid. */
const plannedFor = (...amounts: number[]): Values => ({
  lines: [{ product: '@product', qty: 10, unit_price: 40 }],
  receipt_plan: amounts.map((amount) => ({ planned_date: '2099-06-30', amount })),
})

export const ruleCases: CasesByName<RuleCase> = {
  action: {
    end_after_start: {
      breaks: { plan_start: '2026-11-20T09:30:00+08:00', plan_end: '2026-11-20T01:29:59Z' },
      keeps: { plan_start: '2026-11-20T09:30:00+08:00', plan_end: '2026-11-20T01:30:00Z' },
    },
  },
  customer: {
    credit_needs_terms: {
      breaks: { credit_limit: 0.01, payment_terms: null },
      keeps: { credit_limit: 50_000, payment_terms: '月结 30 天' },
    },
    special_review_reason: {
      breaks: { review_special: true, review_special_reason: null },
      keeps: { review_special: true, review_special_reason: '客户正在搬迁' },
    },
    own_upstream: { breaks: { upstream: '@self' }, keeps: { upstream: '@customer' }, onlyOnUpdate: true },
  },
  lead: {
    has_a_number: {
      breaks: { phone: null, mobile: null, email: null },
      keeps: { mobile: null, email: 'luo@example.com' },
    },
  },
  opportunity: {
    sign_date_after_report: {
      breaks: { reported_on: '2026-11-20', expected_sign_on: '2026-11-19' },
      keeps: { reported_on: '2026-11-20', expected_sign_on: '2026-11-20' },
    },
    key_needs_amount: {
      breaks: { is_key: true, expected_amount: 99_999.99 },
      keeps: { is_key: true, expected_amount: 100_000 },
    },
  },
  annual_agreement: {
    valid_after_start: {
      breaks: { valid_from: '2027-01-02', valid_to: '2027-01-01' },
      keeps: { valid_from: '2027-01-01', valid_to: '2027-01-01' },
    },
    needs_supplier: {
      breaks: { tier: 'distributor', supplying_customer: null },
      keeps: { tier: 'distributor', supplying_customer: '@customer' },
    },
  },
  psi_report: {
    period_order: {
      breaks: { period_start: '2026-11-16', period_end: '2026-11-15' },
      keeps: { period_start: '2026-11-16', period_end: '2026-11-22' },
    },
    owes_kind: {
      breaks: { customer: '@wholesaler', report_kind: 'weekly' },
      keeps: { customer: '@wholesaler', report_kind: 'monthly' },
    },
  },
  price_entry: {
    customer_price: {
      breaks: { price_type: 'customer', customer: null },
      keeps: { price_type: 'customer', customer: '@customer' },
    },
    salesperson_price: {
      breaks: { price_type: 'salesperson', salesperson: null },
      keeps: { price_type: 'salesperson', salesperson: '@employee' },
    },
    valid_period: {
      breaks: { valid_from: '2026-11-20', valid_to: '2026-11-19' },
      keeps: { valid_from: '2026-11-20', valid_to: '2026-11-20' },
    },
  },
  quote: {
    valid_after_date: {
      breaks: { doc_date: '2026-11-20', valid_until: '2026-11-19' },
      keeps: { doc_date: '2026-11-20', valid_until: '2026-11-20' },
    },
    special_reason: {
      breaks: { is_special_price: true, special_reason: null },
      keeps: { is_special_price: true, special_reason: '竞争对手低价' },
    },
  },
  sales_contract: {
    ends_after_start: {
      breaks: { effective_on: '2026-11-20', end_on: '2026-11-19' },
      keeps: { effective_on: '2026-11-20', end_on: '2026-11-20' },
    },
    plan_adds_up: { breaks: plannedFor(100.01, 299.98), keeps: plannedFor(100.01, 299.99) },
  },
  sales_order: {
    required_after_date: {
      breaks: { doc_date: '2026-11-20', required_date: '2026-11-19' },
      keeps: { doc_date: '2026-11-20', required_date: '2026-11-20' },
    },
  },
  schedule: {
    ends_after_start: {
      breaks: { start_at: '2026-11-20T09:30:00+08:00', end_at: '2026-11-20T09:29:00+08:00' },
      keeps: { start_at: '2026-11-20T09:30:00+08:00', end_at: '2026-11-20T09:30:00+08:00' },
    },
  },
  work_report: {
    ends_after_start: {
      breaks: { period_start: '2026-11-16', period_end: '2026-11-15' },
      keeps: { period_start: '2026-11-16', period_end: '2026-11-16' },
    },
  },
  product_category: {
    new_period: {
      breaks: { new_from: '2026-12-31', new_until: '2026-12-30' },
      keeps: { new_from: '2026-12-31', new_until: '2026-12-31' },
    },
  },
  sample: {
    expires_after_production: {
      breaks: { produced_on: '2026-11-20', expires_on: '2026-11-19' },
      keeps: { produced_on: '2026-11-20', expires_on: '2026-11-20' },
    },
  },
}

export interface TransitionCase {
  /** sent with it; gives what it requires */
  send?: Values
  /** sent with it: its condition does not hold */
  refused?: Values
  /** what it sets; `now` and `today` are when the test runs */
  sets?: Record<string, 'now' | 'today' | 'manual' | number>
}

export const transitionCases: CasesByName<TransitionCase> = {
  action: {
    start: {},
    complete: { send: { result: '测试通过，等待小试' }, sets: { done_at: 'now' } },
    cancel: {},
    reopen: {},
  },
  customer: {
    make_formal: { send: { industry: 'coatings' }, sets: { formal_on: 'today', formal_how: 'manual' } },
    mark_lost: {},
    invalidate: {},
    reactivate: {},
  },
  lead: {
    screen: { send: { validity: 'valid' }, refused: { validity: 'unsure' } },
    assign: { sets: { assigned_at: 'now' } },
    follow: {},
    convert: { send: { customer: '@customer' } },
    close: { send: { close_reason: '预算取消' } },
    reopen: {},
  },
  opportunity: {
    confirm: {},
    follow: {},
    win: { refused: { expected_amount: 0 }, sets: { result_on: 'today', progress: 100 } },
    lose: { send: { close_reason: '价格' }, sets: { result_on: 'today', progress: 0 } },
    suspend: {},
    reject: { send: { close_reason: '撞单' }, sets: { result_on: 'today' } },
  },
  product: { retire: {}, resume: {} },
  quote: { submit: {}, give_back: {}, approve: {}, send: {}, accept: {}, reject: {}, expire: {}, convert: {} },
  sales_contract: { submit: {}, give_back: {}, cosign: {}, approve: {}, execute: {}, finish: {}, terminate: {} },
  sales_order: { submit: {}, give_back: {}, review: {}, execute: {}, ship: {}, close: {}, cancel: {} },
  outbound: { submit: {}, give_back: {}, approve: {}, ship_part: {}, ship: {} },
  receivable: {
    fall_due: {},
    receive_part: {},
    settle: {},
    write_off: { send: { dunning_note: '客户已停产' } },
    reopen: {},
  },
  shipment: {
    dispatch: { send: { ship_method: 'road', shipped_at: '2026-11-20T09:30:00+08:00' } },
    sign: { send: { signed_by: '仓库收货员' }, sets: { signed_at: 'now' } },
    report_exception: {},
  },
  expense_request: {
    submit: {},
    approve: {},
    reject: {},
    revise: {},
    send: { send: { ereimb_no: 'WB20260001' } },
    reimburse: {},
  },
  expense_claim: { submit: {}, approve: {}, reject: {}, revise: {}, pay: {} },
  annual_agreement: {
    submit: { sets: { submitted_at: 'now', received_at: 'now' } },
    give_back: {},
    import_checked: { sets: { imported_at: 'now' } },
    verify: { send: { checked_by: '@employee' } },
    advance: {},
    approve: {},
    expire: {},
    void: {},
  },
  psi_report: {
    submit: { sets: { submitted_at: 'now' } },
    give_back: {},
    import_checked: { sets: { imported_at: 'now' } },
    check: { sets: { checked_at: 'now' } },
  },
  purchase_contract: { submit: {}, give_back: {}, approve: {}, execute: {}, finish: {}, terminate: {} },
  task: { start: {}, finish: { sets: { progress: 100 } }, expire: {}, cancel: {} },
  work_report: {
    submit: { sets: { submitted_at: 'now' } },
    comment: { send: { leader_comment: '注意回款' } },
  },
}

export interface FormulaCase extends RecordSpec {
  values: Values
  gives: unknown
}

const amounts: FormulaCase[] = [
  { values: { qty: 12.5, unit_price: 3.33 }, gives: 41.63 },
  { values: { qty: 1, unit_price: 0 }, gives: 0 },
]
const goods = { qty: 10, unit_price: 40 }
const shares: FormulaCase[] = [
  { values: { qty: 1, list_price: 40, unit_price: 30 }, gives: 0.75 },
  { values: { qty: 1, list_price: 0, unit_price: 30 }, gives: null },
]
const listAmounts: FormulaCase[] = [{ values: { qty: 12.5, list_price: 3.33 }, gives: 41.63 }]
const twoLines = [
  { ...goods, product: '@product', list_price: 100 },
  { ...goods, product: '@product', list_price: 60 },
]
const newProducts: FormulaCase[] = [
  { values: { lines: [{ ...goods, product: '@product' }] }, gives: false },
  {
    values: {
      lines: [
        { ...goods, product: '@product' },
        { ...goods, product: '@new_product' },
      ],
    },
    gives: true,
  },
  { values: {}, gives: false },
]
const newGoods = newProducts.map(({ values, gives }): FormulaCase => {
  const lines = (values['lines'] ?? []) as { product: string }[]
  return { values: { lines: lines.map(({ product }) => ({ product, qty: 10 })) }, gives }
})

export const formulaCases: CasesByName<FormulaCase[]> = {
  quote_line: { amount: amounts, list_amount: listAmounts, price_ratio: shares },
  contract_line: { amount: amounts, list_amount: listAmounts },
  order_line: { amount: amounts },
  purchase_contract_line: { amount: amounts },
  annual_agreement: {
    psi_duty: [
      { values: { tier: 'dealer' }, gives: 'weekly_monthly' },
      { values: { tier: 'contracted_wholesaler', supplying_customer: '@customer' }, gives: 'monthly' },
    ],
  },
  psi_line: {
    net_shipment: [
      { values: { opening_stock: 100, purchases: 50, closing_stock: 30 }, gives: 120 },
      { values: { opening_stock: 10, purchases: 0, closing_stock: 20 }, gives: -10 },
    ],
    diff: [
      { values: { sales: 120, r3_volume: 100.5 }, gives: 19.5 },
      { values: { sales: 120, r3_volume: null }, gives: null },
    ],
  },
  quote: {
    contains_new_product: newProducts,
    price_ratio: [
      { values: { lines: twoLines }, gives: 0.5 },
      { values: {}, gives: null },
    ],
    lowest_line_ratio: [{ values: { lines: twoLines }, gives: 0.4 }],
  },
  sales_contract: {
    contains_new_product: newProducts,
    price_ratio: [
      { values: { lines: twoLines }, gives: 0.5 },
      { values: {}, gives: null },
    ],
    is_direct: [
      { values: { lines: twoLines }, gives: true },
      { values: { lines: twoLines, uses_standard_text: false }, gives: false },
      { values: {}, gives: false },
    ],
  },
  sales_order: { contains_new_product: newProducts },
  outbound: { contains_new_product: newGoods },
  shipment: { contains_new_product: newGoods },
  receipt: {
    contains_new_product: [
      { values: { sales_order: '@new_order' }, gives: true },
      { values: { sales_order: '@sales_order' }, gives: false },
      { values: {}, gives: false },
    ],
  },
  receivable: {
    balance: [{ values: { amount: 1200.5 }, gives: 1200.5 }],
    overdue_days: [
      { values: { planned_date: day(-3) }, gives: 3 },
      { values: { planned_date: day(-3) }, state: 'settled', gives: 0 },
      { values: { planned_date: day(0) }, gives: 0 },
    ],
  },
  customer: {
    days_without_contact: [
      { values: { last_contact_on: day(-12) }, gives: 12 },
      { values: { last_contact_on: day(0) }, gives: 0 },
      { values: { last_contact_on: null }, gives: null },
    ],
  },
  opportunity: {
    present_value: [
      { values: { expected_amount: 200_000, progress: 35 }, gives: 70_000 },
      { values: { expected_amount: 99_999.99, progress: 33.33 }, gives: 33_330 },
      { values: { expected_amount: 200_000, progress: null }, gives: null },
    ],
    days_to_sign: [
      { values: { expected_sign_on: day(20) }, gives: 20 },
      { values: { reported_on: day(-10), expected_sign_on: day(-3) }, gives: -3 },
      { values: { expected_sign_on: day(20) }, state: 'suspended', gives: 20 },
      { values: { expected_sign_on: day(20) }, state: 'won', gives: null },
      { values: { expected_sign_on: day(20) }, state: 'lost', gives: null },
      { values: { expected_sign_on: day(20) }, state: 'invalid', gives: null },
    ],
  },
  product: {
    margin: [
      { values: { list_price: 40, average_cost: 30 }, gives: 25 },
      { values: { list_price: 3, average_cost: 2 }, gives: 33.33 },
      { values: { list_price: 40, average_cost: 50 }, gives: -25 },
      { values: { list_price: 0, average_cost: 2 }, gives: null },
      { values: { list_price: 40, average_cost: null }, gives: null },
    ],
  },
  sample: {
    is_expired: [
      { values: { expires_on: day(-1) }, gives: true },
      { values: { expires_on: day(0) }, gives: false },
      { values: { expires_on: null }, gives: false },
    ],
  },
}

/** What a record is made of; texts that begin with @ name records, and values left out are filled in. */
export interface RecordSpec {
  values?: Values
  /** reached by transitions; a new record's own when absent */
  state?: string
}

export interface ViewCase {
  /** records that the view shows */
  shows: RecordSpec[]
  /** records that it leaves out; none when it shows everything */
  hides: RecordSpec[]
}

const ofKind = (kind: string): ViewCase => ({
  shows: [{ values: { customer_kind: kind } }],
  hides: [{ values: { customer_kind: 'direct' } }],
})
const everything: ViewCase = { shows: [{}], hides: [] }
const mine: ViewCase = { shows: [{}], hides: [{ values: { owner: '@colleague' } }] }
const states = (...names: string[]): RecordSpec[] => names.map((state) => ({ state }))
const quiet = { values: { last_contact_on: day(-30) } }

export const viewCases: Record<string, ViewCase> = {
  action_all: everything,
  action_mine: mine,
  action_open: { shows: states('not_started', 'in_progress'), hides: states('done', 'cancelled') },
  contact_all: everything,
  contact_key: { shows: [{ values: { is_key: true } }], hides: [{ values: { is_key: false } }] },
  customer_agents: ofKind('agent'),
  customer_all: everything,
  customer_dealers: ofKind('dealer'),
  customer_distributors: ofKind('distributor'),
  customer_formal: { shows: states('formal'), hides: states('potential', 'lost') },
  customer_mine: mine,
  customer_potential: { shows: states('potential'), hides: states('formal', 'lost', 'invalid') },
  customer_quiet: {
    shows: [quiet, { ...quiet, state: 'formal' }],
    hides: [{ values: { last_contact_on: day(-29) } }, { ...quiet, state: 'invalid' }, { ...quiet, state: 'lost' }, {}],
  },
  customer_wholesalers: ofKind('contracted_wholesaler'),
  lead_all: everything,
  lead_mine: mine,
  lead_open: { shows: states('new', 'to_assign', 'assigned', 'following'), hides: states('converted', 'closed') },
  opportunity_all: everything,
  opportunity_key: { shows: [{ values: { is_key: true } }], hides: [{ values: { is_key: false } }] },
  opportunity_mine: mine,
  opportunity_open: {
    shows: states('reported', 'confirmed', 'following', 'suspended'),
    hides: states('won', 'lost', 'invalid'),
  },
  product_all: everything,
  product_category_all: everything,
  product_on_sale: { shows: states('on'), hides: states('off') },
  receivable_overdue: {
    shows: [{ values: { planned_date: day(-1) } }],
    hides: [{}, { values: { planned_date: day(-1) }, state: 'settled' }],
  },
  region_all: everything,
  sample_all: everything,
  ...Object.fromEntries(
    [
      'annual_agreement',
      'carrier',
      'category_specialist',
      'channel',
      'currency',
      'customer_class',
      'psi_report',
      'tax_rate',
      'competitor',
      'customer_permission_class',
      'expense_claim',
      'expense_request',
      'outbound',
      'price_entry',
      'purchase_contract',
      'quote',
      'receipt',
      'receivable',
      'sales_contract',
      'sales_order',
      'sales_type',
      'schedule',
      'shipment',
      'supplier',
      'task',
      'warehouse',
      'work_report',
    ].map((object) => [`${object}_all`, everything]),
  ),
  ...Object.fromEntries(
    [
      'expense_claim',
      'expense_request',
      'quote',
      'receivable',
      'sales_contract',
      'sales_order',
      'schedule',
      'task',
      'work_report',
    ].map((object) => [`${object}_mine`, mine]),
  ),
}
