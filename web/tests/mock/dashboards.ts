/** Dashboards of every kind of item, and what only they show. */
import type { Analysis } from './analyses.ts'

export interface Board {
  description?: string
  restrictFilters: boolean
  allowedFilters: string[]
  dashboardItems: object[]
}

const axis = (dimension: string, ...ids: string[]) => ({ dimension, items: ids.map((id) => ({ id })) })
const view = (id: string, name: string, type: string, data: string, more: Partial<Analysis> = {}): Analysis => ({
  id,
  name,
  type,
  columns: [axis('dx', data)],
  rows: [axis('pe', 'LAST_6_MONTHS')],
  filters: [axis('ou', 'CountryAa01')],
  ...more,
})
const whole = { rows: [], filters: [axis('pe', 'LAST_6_MONTHS'), axis('ou', 'CountryAa01')] }

export const BOARD_VIEWS: Analysis[] = [
  view('VisBoard001', 'Visits in six months', 'SINGLE_VALUE', 'Attendance1', whole),
  view('VisBoard002', 'Share of malaria', 'PIE', 'MalariaConf', { ...whole, columns: [axis('dx', 'MalariaConf', 'MalariaSusp')] }),
  view('VisBoard003', 'Suspected by unit', 'PIVOT_TABLE', 'MalariaSusp', { rows: [axis('ou', 'CountryAa01', 'LEVEL-2')], filters: [axis('pe', 'THIS_MONTH')], legend: { strategy: 'FIXED', set: { legends: [{ startValue: 0, endValue: 9_000_000, color: '#fee0d2', displayName: 'As expected' }] } } }),
  view('VisBoard004', 'Days without tests', 'LINE', 'StockDays01'),
  view('VisBoard005', 'Average stay', 'BAR', 'AvgStay0001'),
  // The same question as the one before.
  view('VisBoard006', 'Average stay, as columns', 'COLUMN', 'AvgStay0001'),
  view('VisBoard007', 'Cholera', 'COLUMN', 'CholeraNew1'),
  view('VisBoard008', 'Far below', 'AREA', 'NetsGiven01'),
  // As DHIS2 saves it: the periods stand on no side.
  { id: 'VisBoard011', name: 'Year over year', type: 'YEAR_OVER_YEAR_LINE', yearlySeries: ['THIS_YEAR', 'LAST_YEAR'], rawPeriods: ['MONTHS_THIS_YEAR'], columns: [], rows: [], filters: [axis('dx', 'AvgStay0001'), axis('ou', 'CountryAa01')] },
  view('VisBoard009', 'Positivity', 'SINGLE_VALUE', 'PositivRate', whole),
  view('VisBoard010', 'Young girls', 'PIVOT_TABLE', 'MalariaConf.YoungFemale'),
]

const LEGEND = { legends: [{ startValue: 0, endValue: 500, color: '#fee0d2', displayName: 'Few' }, { startValue: 500, endValue: 9000, color: '#de2d26', displayName: 'Many' }] }

export const BOARD_MAPS: Analysis[] = [
  {
    id: 'MapBoard001',
    name: 'Visits by district',
    mapViews: [
      { layer: 'facility' },
      { layer: 'thematic', thematicMapType: 'CHOROPLETH', columns: [axis('dx', 'Attendance1')], rows: [axis('ou', 'CountryAa01', 'LEVEL-2')], filters: [axis('pe', 'THIS_MONTH')], legendSet: LEGEND },
    ],
  },
]

const named = (id: string, displayName: string, more: object = {}) => ({ id, displayName, ...more })
const at = (id: string, type: string, x: number, y: number, width: number, height: number, more: object) => ({ id, type, x, y, width, height, ...more })
const drawn = (id: string, x: number, y: number, name: string) => at(`Item${id.slice(3)}`, 'VISUALIZATION', x, y, 20, 18, { visualization: named(id, name) })

export const BOARDS: (Pick<Analysis, 'id' | 'name' | 'favorite'> & Board)[] = [
  {
    id: 'DashClinic1',
    name: 'Clinics',
    restrictFilters: true,
    allowedFilters: ['ou'],
    dashboardItems: [drawn('VisBoard004', 0, 0, 'Days without tests')],
  },
  { id: 'DashEmpty01', name: 'Empty <img src=x onerror=alert(1)>', restrictFilters: false, allowedFilters: [], dashboardItems: [] },
  {
    id: 'DashLive001',
    name: 'Live',
    restrictFilters: false,
    allowedFilters: [],
    dashboardItems: [
      drawn('VisBoard001', 0, 0, 'Visits in six months'),
      drawn('VisBoard004', 20, 0, 'Days without tests'),
      at('ItemMap0001', 'MAP', 40, 0, 20, 18, { map: named('MapBoard001', 'Visits by district') }),
      drawn('VisBoard009', 0, 20, 'Positivity'),
      drawn('VisBoard010', 20, 20, 'Young girls'),
      drawn('VisMalaria1', 40, 20, 'Malaria by month'),
      at('ItemSpacer1', 'TEXT', 0, 40, 60, 80, { text: 'SPACER_ITEM_FOR_DASHBOARD_LAYOUT_CONVENIENCE' }),
      at('ItemBelow01', 'VISUALIZATION', 0, 200, 60, 15, { visualization: named('VisBoard008', 'Far below') }),
    ],
  },
  {
    id: 'DashMalari1',
    name: 'Malaria',
    favorite: true,
    description: 'What the *district* looks at',
    restrictFilters: false,
    allowedFilters: [],
    dashboardItems: [
      at('ItemBelow01', 'VISUALIZATION', 0, 200, 60, 15, { visualization: named('VisBoard008', 'Far below') }),
      drawn('VisMalaria1', 0, 0, 'Malaria by month'),
      drawn('VisBoard001', 20, 0, 'Visits in six months'),
      at('ItemMap0001', 'MAP', 40, 0, 20, 18, { map: named('MapBoard001', 'Visits by district') }),
      drawn('VisBoard002', 0, 20, 'Share of malaria'),
      drawn('VisBoard003', 20, 20, 'Suspected by unit'),
      drawn('VisBoard007', 40, 20, 'Cholera'),
      at('ItemSpacer1', 'TEXT', 0, 40, 60, 80, { text: 'SPACER_ITEM_FOR_DASHBOARD_LAYOUT_CONVENIENCE' }),
    ],
  },
  {
    id: 'DashTwins01',
    name: 'Twins',
    restrictFilters: true,
    allowedFilters: [],
    dashboardItems: [drawn('VisBoard005', 0, 0, 'Average stay'), drawn('VisBoard006', 20, 0, 'Average stay, as columns'), drawn('VisGone0001', 40, 0, 'Not mine'), drawn('VisNothing1', 0, 20, 'Without data'), drawn('VisBoard011', 20, 20, 'Year over year')],
  },
  {
    id: 'DashWork001',
    name: 'Work place',
    restrictFilters: false,
    allowedFilters: [],
    dashboardItems: [
      at('ItemText001', 'TEXT', 0, 0, 60, 5, { text: '*Read* the _guide_: [here](https://guide.example.org) <b>', displayText: '*Read* the _guide_: [here](https://guide.example.org) <b>' }),
      at('ItemUsers01', 'USERS', 0, 5, 20, 10, { users: [named('UserNurse01', 'Halima Nurse')] }),
      at('ItemReport1', 'REPORTS', 20, 5, 20, 10, { reports: [named('ReportHtml1', 'Bulletin', { type: 'HTML' })] }),
      at('ItemResour1', 'RESOURCES', 40, 5, 20, 10, {
        resources: [named('DocumentUrl', 'Guide', { external: true, url: 'https://guide.example.org/a.pdf' }), named('DocumentUp1', 'Form', { external: false }), named('DocumentBad', 'Trap', { external: true, url: 'javascript:alert(1)' })],
      }),
      at('ItemEvents1', 'EVENT_CHART', 0, 15, 20, 10, { eventChart: named('EventChart1', 'Cases by age') }),
      at('ItemMessag1', 'MESSAGES', 20, 15, 20, 10, { messages: true }),
      at('ItemApp0001', 'APP', 40, 15, 20, 10, { appKey: 'scorecard' }),
    ],
  },
]
