import * as fc from 'fast-check'
import { dateValue, ids, textValue } from './expression-world.ts'

const join = (...parts: (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> =>
  fc.tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part))).map((texts) => texts.join(''))

const quoted = textValue().map((text) => JSON.stringify(text))
const comparison = fc.constantFrom(' == ', ' != ', ' < ', ' <= ', ' > ', ' >= ')
const equality = fc.constantFrom(' == ', ' != ')
const smallInteger = fc.integer({ min: -40, max: 40 }).map(String)
const decimalLiteral = fc.constantFrom(
  '0.1',
  '0.2',
  '1.005',
  '100',
  '0',
  '3',
  '7.25',
  '12345678901234567890.123',
  '1e-3',
)
const datetimeLiteral = fc.constantFrom(
  "'2026-03-08T02:30'",
  "'2025-11-02T01:30:00'",
  "'2026-03-08T14:59:30.25+08:00'",
  "'2026-03-08'",
)

const oneOf = (...choices: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.oneof({ depthSize: 'small', withCrossShrink: true }, ...choices)

const numberText = fc.constantFrom(
  '"12.50"',
  '" -7 "',
  '"+3"',
  '"1e3"',
  '"1,000"',
  '"0.00000000001"',
  '"."',
  '"１"',
  '"00012"',
)

/** Patterns of every form that may be written. */
const pattern = fc.letrec<Record<string, string>>((tie) => {
  const sign = fc.constantFrom(
    'a',
    'B',
    'z',
    '客',
    '户',
    '𠮷',
    '0',
    ' ',
    '%',
    '_',
    '\\\\',
    '\\.',
    '\\-',
    '#',
    '~',
    '￥',
  )
  const member = fc.constantFrom(
    'a-z',
    'A-Z',
    '0-9',
    '一-龥',
    '\\d',
    '\\s',
    '\\w',
    '_',
    '𠮷',
    '\\-',
    '%',
    '\\]',
    '\\^',
    '&',
    ':',
    '=',
  )
  const set = fc
    .tuple(fc.constantFrom('', '^'), fc.array(member, { minLength: 1, maxLength: 3 }))
    .map(([not, members]) => `[${not}${members.join('')}]`)
  const times = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,}', '{0,2}', '{1,3}')
  const group = fc.tuple(fc.constantFrom('(', '(?:'), tie('choice')).map(([open, inner]) => `${open}${inner})`)
  const simple = fc.oneof(sign, set, fc.constantFrom('.', '\\d', '\\D', '\\w', '\\W', '\\s', '\\S'))
  const item = fc.oneof({ depthSize: 'small', withCrossShrink: true }, simple, group)
  const anchored = fc.tuple(fc.constantFrom('', '', '^'), tie('sequence'), fc.constantFrom('', '', '$'))
  return {
    sequence: fc
      .array(
        fc.tuple(item, times).map((both) => both.join('')),
        { minLength: 1, maxLength: 4 },
      )
      .map((all) => all.join('')),
    choice: fc
      .array(
        anchored.map((all) => all.join('')),
        { minLength: 1, maxLength: 2 },
      )
      .map((all) => all.join('|')),
  }
})

const quotedPattern = pattern.choice!.map((text) => JSON.stringify(text))
const plainText = fc.oneof(quoted, fc.constantFrom('name', 'stage', 'word', 'lower(name)', '(active ? name : null)'))

/** Sources of typed expressions, by type. */
const source = fc.letrec<Record<string, string>>((tie) => {
  const int = tie('int')
  const num = tie('num')
  const text = tie('text')
  const bool = tie('bool')
  const date = tie('date')
  const moment = tie('moment')
  const over = (list: string, names: string[], body: fc.Arbitrary<string>) =>
    join(
      list,
      '.',
      fc.constantFrom(...names),
      '(',
      list === 'lines' ? 'l, ' : list === 'contacts' ? 'c, ' : 't, ',
      body,
      ')',
    )
  const lineBool = tie('lineBool')
  const lineNum = tie('lineNum')
  const tagBool = tie('tagBool')
  const choice = (of: fc.Arbitrary<string>) => join('(', bool, ' ? ', of, ' : ', of, ')')
  return {
    int: oneOf(
      fc.constantFrom('qty', 'place.floor', 'size(lines)', 'size(contacts)', 'size(place.marks)'),
      smallInteger,
      over('lines', ['count'], lineBool),
      over('lines', ['sum', 'min', 'max'], fc.constant('l.qty')),
      over('contacts', ['sum', 'max'], fc.constant('c.score')),
      over('tags', ['count'], tagBool),
      join('(', int, fc.constantFrom(' + ', ' - ', ' * ', ' % '), int, ')'),
      join('(', date, ' - ', date, ')'),
      join('size(', text, ')'),
      fc.constant('tags.size()'),
      join(fc.constantFrom('year', 'month', 'day', 'weekday'), '(', fc.oneof(date, moment), ')'),
      join(fc.constantFrom('floor', 'ceil', 'round'), '(', num, ')'),
      join('daysBetween(', date, ', ', date, ')'),
      join('coalesce(', int, ', ', int, ')'),
      choice(int),
    ),
    num: oneOf(
      fc.constantFrom('amount', 'rate', 'threshold', 'place.lat', 'here.latitude', 'distance(here, there)'),
      over('lines', ['sum', 'avg', 'min', 'max'], lineNum),
      decimalLiteral,
      int,
      join('(', num, fc.constantFrom(' + ', ' - ', ' * ', ' / ', ' % '), num, ')'),
      join('(-', num, ')'),
      join('abs(', num, ')'),
      join('number(', text, ')'),
      join('number(', numberText, ')'),
      join('round(', num, ', ', fc.constantFrom('0', '2', '5', '-2'), ')'),
      join(fc.constantFrom('min', 'max'), '(', num, ', ', num, ', ', num, ')'),
      join('hoursBetween(', moment, ', ', moment, ')'),
      choice(num),
    ),
    text: oneOf(
      fc.constantFrom('name', 'stage', 'word', 'place.city', 'place.inner.code'),
      over('lines', ['min', 'max'], fc.constant('l.label')),
      over('contacts', ['min', 'max'], fc.constant('c.name')),
      over('tags', ['min', 'max'], fc.constant('t')),
      quoted,
      join('(', text, ' + ', text, ')'),
      join(fc.constantFrom('lower', 'upper', 'trim'), '(', text, ')'),
      join(text, '.substring(', int, ')'),
      join('substring(', text, ', ', int, ', ', int, ')'),
      join('replace(', text, ', ', text, ', ', text, ')'),
      join('text(', fc.oneof(num, date, moment, bool, tie('record')), ')'),
      join(fc.constantFrom('min', 'max', 'coalesce'), '(', text, ', ', text, ')'),
      choice(text),
    ),
    date: oneOf(
      fc.constantFrom('due_on', 'today()', 'place.since', 'lines.max(l, l.day)'),
      dateValue().map((day) => `date('${day}')`),
      join('(', date, fc.constantFrom(' + ', ' - '), int, ')'),
      join('(', int, ' + ', date, ')'),
      join(fc.constantFrom('addDays', 'addMonths'), '(', date, ', ', int, ')'),
      join('date(', moment, ')'),
      join(
        fc.constantFrom('min', 'max', 'coalesce'),
        '(',
        date,
        ', ',
        dateValue().map((day) => `'${day}'`),
        ')',
      ),
      choice(date),
    ),
    moment: oneOf(
      fc.constantFrom('created_at', 'now()', 'place.at', 'lines.min(l, l.at)'),
      join('datetime(', datetimeLiteral, ')'),
      join(fc.constantFrom('min', 'max', 'coalesce'), '(', moment, ', ', moment, ')'),
      choice(moment),
    ),
    record: fc.constantFrom('owner', 'user', 'user.id', '(active ? owner : null)', 'place.person'),
    lineNum: oneOf(
      fc.constantFrom('l.qty', 'l.price', 'qty', 'size(l.parts)', 'size(l.tags)'),
      decimalLiteral,
      fc.constantFrom('l.parts.sum(p, p.n)', 'l.parts.count(p, p.n > l.qty)', 'l.parts.avg(p, p.n * l.price)'),
      join('(', lineNum, fc.constantFrom(' + ', ' - ', ' * ', ' / '), lineNum, ')'),
      join('(', lineBool, ' ? ', lineNum, ' : null)'),
    ),
    lineBool: oneOf(
      fc.constantFrom('l.done', 'has(l.label)', 'isBlank(l.tags)', '("客户" in l.tags)', '(l.label == name)', 'true'),
      fc.constantFrom('(l.day < today())', '(l.at >= "2026-03-08")', '(l.day == due_on)', '(l.at < l.day)'),
      fc.constantFrom('l.parts.exists(p, p.n > l.qty)', 'l.parts.all(p, p.label != l.label)', 'has(l.parts)'),
      fc.constantFrom('l.tags.exists(t, t == l.label)', 'l.tags.all(t, t in tags)', `(l.id == "${ids[0]}")`),
      join('(', lineNum, comparison, lineNum, ')'),
      join('(', lineBool, fc.constantFrom(' && ', ' || ', ' == '), lineBool, ')'),
      join('(!', lineBool, ')'),
    ),
    tagBool: oneOf(
      join('(t', comparison, plainText, ')'),
      join('t.contains(', quoted, ')'),
      join('(t in [', quoted, ', ', plainText, '])'),
      fc.constantFrom('(t in teams)', '(t == "客户")', '(size(t) > 1)', 'has(t)'),
    ),
    list: oneOf(
      fc.constantFrom('tags', 'teams', '[]', '(active ? tags : null)', '["客户"]', 'place.marks'),
      join('[', text, ', ', text, ']'),
      join('(', bool, ' ? ', tie('list'), ' : ', tie('list'), ')'),
    ),
    bool: oneOf(
      fc.constantFrom(
        'active',
        'true',
        'false',
        'has(name)',
        '(owner == user.id)',
        '("客户" in tags)',
        '(stage in teams)',
        '(null == threshold)',
        'place.open',
        '(owner in contacts)',
        'contacts.exists(c, c == owner)',
        'contacts.all(c, c != user.id)',
        `("${ids[1]}" in lines)`,
      ),
      join(
        fc.constantFrom('has', 'isBlank'),
        '(',
        fc.constantFrom('tags', 'lines', 'place', 'place.marks', 'contacts'),
        ')',
      ),
      join('(', fc.constantFrom('tags', 'lines', 'place', 'place.inner', 'contacts'), equality, 'null)'),
      join('(', tie('list'), equality, tie('list'), ')'),
      join('(', tie('list'), equality, '[])'),
      join('(', text, ' in ', tie('list'), ')'),
      join('[', text, ', ', text, '].', fc.constantFrom('exists', 'all'), '(t, ', tagBool, ')'),
      over('lines', ['exists', 'all'], lineBool),
      over('tags', ['exists', 'all'], tagBool),
      over('contacts', ['exists', 'all'], fc.constantFrom('(c.name == name)', '(c.score > qty)', 'has(c.name)')),
      join('(', num, comparison, num, ')'),
      join('(', text, comparison, text, ')'),
      join('(', date, comparison, date, ')'),
      join('(', moment, comparison, moment, ')'),
      join('(', fc.oneof(date, fc.constant('created_at')), comparison, fc.oneof(date, moment), ')'),
      join('(created_at', comparison, datetimeLiteral, ')'),
      join('(', bool, equality, bool, ')'),
      join('under(', tie('record'), ', ', fc.oneof(tie('record'), fc.constantFrom(`"${ids[1]}"`)), ')'),
      join('(', tie('record'), equality, fc.oneof(tie('record'), fc.constantFrom(`"${ids[1]}"`, 'null')), ')'),
      join('(', fc.oneof(num, text, date, moment, bool), equality, 'null)'),
      join('(', bool, fc.constantFrom(' && ', ' || '), bool, fc.constantFrom(' && ', ' || '), bool, ')'),
      join('(!', bool, ')'),
      join(text, fc.constantFrom('.contains(', '.startsWith(', '.endsWith('), text, ')'),
      join('matches(', text, ', ', quotedPattern, ')'),
      join('isBlank(', fc.oneof(num, text, date, fc.constant('tags')), ')'),
      join('(', text, ' in [', text, ', ', text, '])'),
      join('(', num, ' in [1, ', num, '])'),
      join('(', text, ' in ', fc.constantFrom('tags', 'teams', '[]'), ')'),
      choice(bool),
    ),
  }
})

/** Patterns asked of texts that may well fit. */
export const patternSource = fc
  .tuple(fc.constantFrom('name', 'stage', 'place.city', '(name + stage)'), quotedPattern)
  .map(([text, written]) => `matches(${text}, ${written})`)

/** Sources of expressions of every type. */
export const anySource = fc.oneof(
  source.bool!,
  source.num!,
  source.text!,
  source.date!,
  source.moment!,
  source.int!,
  source.record!,
)
