import { useWords } from '../../language/language'
import { Page } from '../../shell/page'

export function Visualise() {
  const t = useWords('visualise')
  return <Page title={t('title')}>…</Page>
}
