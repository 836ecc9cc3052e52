import { useWords } from '../../language/language'
import { Page } from '../../shell/page'

export function DataEntry() {
  const t = useWords('entry')
  return <Page title={t('title')}>…</Page>
}
