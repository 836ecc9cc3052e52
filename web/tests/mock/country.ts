/** A country small enough to read: units, one form of each kind, and what is needed to draw a curve. */

const named = (id: string, displayName: string) => ({ id, displayName, displayFormName: displayName })

export const UNITS = [
  unit('CountryAa01', 'Republic of Tests', []),
  unit('DistrictA01', 'Lake District', ['CountryAa01']),
  unit('DistrictB01', 'Hill District', ['CountryAa01']),
  ...['Acacia Clinic', 'Baobab Health Centre', 'Cedar Dispensary'].map((name, n) =>
    unit(`ClinicAaa0${n + 1}`, name, ['CountryAa01', 'DistrictA01'], true),
  ),
  unit('ClinicBbb01', 'Hilltop <img src=x onerror=alert(1)> Clinic', ['CountryAa01', 'DistrictB01'], true),
]

function unit(id: string, displayName: string, above: string[], leaf = false) {
  return { id, displayName, path: `/${[...above, id].join('/')}`, leaf, parent: above.at(-1) }
}

export type Unit = (typeof UNITS)[number]

const CLINICS = ['ClinicAaa01', 'ClinicAaa02', 'ClinicBbb01']

const combo = (id: string, name: string, categories: string[], combos: [string, string[]][]) => ({
  ...named(id, name),
  name,
  categories,
  categoryOptionCombos: combos.map(([comboId, categoryOptions]) => ({ id: comboId, displayName: comboId, categoryOptions })),
})

export const element = (id: string, name: string, valueType: string, comboId = 'ComboPlain1', more: object = {}) => ({
  ...named(id, name),
  valueType,
  categoryCombo: { id: comboId },
  ...more,
})

export const ELEMENTS = [
  element('MalariaConf', 'Malaria, confirmed', 'INTEGER_ZERO_OR_POSITIVE', 'ComboAgeSex'),
  element('MalariaSusp', 'Malaria, suspected', 'INTEGER_ZERO_OR_POSITIVE', 'ComboAgeSex'),
  element('Attendance1', 'Outpatients, new', 'INTEGER_ZERO_OR_POSITIVE'),
  element('StockDays01', 'Days without malaria tests', 'INTEGER_ZERO_OR_POSITIVE'),
  element('AvgStay0001', 'Average stay in days', 'NUMBER'),
  element('HasPower001', 'Electricity all month', 'BOOLEAN'),
  element('Supervised1', 'Supervised this month', 'TRUE_ONLY'),
  element('LastVisit01', 'Date of the last supervision', 'DATE'),
  element('WaterSource', 'Main source of water', 'TEXT', 'ComboPlain1', { optionSet: { id: 'WaterOptSet' } }),
  element('VaccinesOut', 'Vaccines out of stock', 'MULTI_TEXT', 'ComboPlain1', { optionSet: { id: 'VaccineSet1' } }),
  element('Remarks0001', 'Remarks', 'LONG_TEXT'),
  element('CholeraNew1', 'Cholera, new cases', 'INTEGER_ZERO_OR_POSITIVE'),
  element('NetsGiven01', 'Bed nets given', 'INTEGER_ZERO_OR_POSITIVE'),
]

export const INDICATORS = [named('PositivRate', 'Malaria test positivity')]

/** The names of category option combinations, and parts of a data element, which are told as the rest of the data. */
export const COMBOS = [named('YoungFemale', 'Under 5 years, Female'), named('YoungMale01', 'Under 5 years, Male')]
export const OPERANDS = COMBOS.map(({ id, displayName }) => named(`MalariaConf.${id}`, `Malaria, confirmed ${displayName}`))

const members = (ids: string[]) => ids.map((id) => ({ dataElement: { id } }))
export const section = (id: string, displayName: string, sortOrder: number, dataElements: string[], more: object = {}) => ({
  ...named(id, displayName),
  sortOrder,
  dataElements,
  greyedFields: [],
  ...more,
})
const MONTHLY = ['MalariaConf', 'MalariaSusp', 'Attendance1', 'StockDays01', 'AvgStay0001', 'HasPower001', 'Supervised1', 'LastVisit01', 'WaterSource', 'VaccinesOut', 'Remarks0001']
export const set = (id: string, name: string, periodType: string, elements: string[], more: object = {}) => ({
  ...named(id, name),
  periodType,
  openFuturePeriods: 1,
  categoryCombo: { id: 'ComboPlain1' },
  dataSetElements: members(elements),
  sections: [],
  organisationUnits: CLINICS,
  compulsoryDataElementOperands: [],
  dataInputPeriods: [],
  ...more,
})

export const METADATA = {
  dataSets: [
    set('MonthlySet1', 'Clinic monthly report', 'Monthly', MONTHLY, {
      sections: [
        section('SectionMal1', 'Malaria', 1, ['MalariaSusp', 'MalariaConf'], {
          description: 'New cases of the month',
          greyedFields: [{ dataElement: { id: 'MalariaSusp' }, categoryOptionCombo: { id: 'YoungFemale' } }],
        }),
        section('SectionAtt1', 'Attendance and stock', 2, ['Attendance1', 'StockDays01', 'AvgStay0001']),
        section('SectionFac1', 'Facility', 3, MONTHLY.slice(5)),
      ],
      compulsoryDataElementOperands: [{ dataElement: { id: 'Attendance1' }, categoryOptionCombo: { id: 'PlainOption' } }],
    }),
    set('WeeklySet01', 'Weekly alert', 'Weekly', ['CholeraNew1', 'Attendance1']),
    set('NobodysSet1', 'Report of no unit here', 'Monthly', ['NetsGiven01'], { organisationUnits: [] }),
    set('PartnerSet1', 'Partner activities', 'Quarterly', ['NetsGiven01'], { categoryCombo: { id: 'ComboPartnr' } }),
  ],
  dataElements: ELEMENTS,
  categoryCombos: [
    combo('ComboPlain1', 'default', ['CatPlain001'], [['PlainOption', ['OptPlain001']]]),
    combo('ComboAgeSex', 'Age and sex', ['CategoryAge', 'CategorySex'], [
      ['OldMale0001', ['OptMale0001', 'OptOld00001']],
      ['OldFemale01', ['OptOld00001', 'OptFemale01']],
      ['YoungFemale', ['OptYoung001', 'OptFemale01']],
      ['YoungMale01', ['OptYoung001', 'OptMale0001']],
    ]),
    combo('ComboPartnr', 'Partner', ['CategoryPar'], [
      ['PartnerOne1', ['OptPartner1']],
      ['PartnerTwo1', ['OptPartner2']],
    ]),
  ],
  categories: [
    { ...named('CatPlain001', 'default'), categoryOptions: ['OptPlain001'] },
    { ...named('CategoryAge', 'Age'), categoryOptions: ['OptYoung001', 'OptOld00001'] },
    { ...named('CategorySex', 'Sex'), categoryOptions: ['OptFemale01', 'OptMale0001'] },
    { ...named('CategoryPar', 'Implementing partner'), categoryOptions: ['OptPartner1', 'OptPartner2'] },
  ],
  categoryOptions: [
    named('OptPlain001', 'default'),
    named('OptYoung001', 'Under 5 years'),
    named('OptOld00001', '5 years and over'),
    named('OptFemale01', 'Female'),
    named('OptMale0001', 'Male'),
    named('OptPartner1', 'Village Care'),
    named('OptPartner2', 'Wide Reach'),
  ],
  optionSets: [
    { id: 'WaterOptSet', valueType: 'TEXT', options: [option('PIPED', 'Piped water'), option('RAIN', 'Rain water')] },
    { id: 'VaccineSet1', valueType: 'MULTI_TEXT', options: [option('BCG', 'BCG'), option('MR', 'Measles and rubella')] },
  ],
}

function option(code: string, displayName: string) {
  return { id: `Option${code}`, code, displayName }
}
