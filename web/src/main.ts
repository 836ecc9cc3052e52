import { startAhead } from './ahead'

startAhead()
void import('./start').then(({ start }) => start())
