/** Charts of one whole: what they are drawn with is fetched when the first one is asked for. */
import { GaugeChart, PieChart } from 'echarts/charts'
import { use as register } from 'echarts/core'

register([PieChart, GaugeChart])

export { Chart as RoundChart } from './chart'
