/** What DHIS2 counts of the reports of a data set, in its words; most often looked at first. */
export const RATES = ['REPORTING_RATE', 'REPORTING_RATE_ON_TIME', 'ACTUAL_REPORTS', 'ACTUAL_REPORTS_ON_TIME', 'EXPECTED_REPORTS'] as const

export type Rate = (typeof RATES)[number]

/** The rate that an identifier asks for, as in `BfMAe6Itzgt.ACTUAL_REPORTS`. */
export function rateOf(id: string): Rate | undefined {
  return RATES.find((rate) => id.endsWith(`.${rate}`))
}
