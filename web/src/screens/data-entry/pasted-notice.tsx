import { Notice } from '../../components/notice'
import { useWords } from '../../language/language'
import type { Pasted } from './paste'

const MOST = 10

/** What became of a pasted block: above all what did not get in. */
export function PastedNotice({ pasted: { taken, refused }, onClose }: { pasted: Pasted; onClose: () => void }) {
  const t = useWords('entry')
  return (
    <Notice kind={refused.length > 0 ? 'warn' : 'good'} title={t('pasted', { n: taken })} action={{ label: t('close'), run: onClose }}>
      {refused.length > 0 && (
        <>
          <p>{t('pasted.not', { n: refused.length })}</p>
          <ul>
            {refused.slice(0, MOST).map(({ text, name, why }, index) => (
              <li key={index}>
                “<bdi>{text}</bdi>”: {why === 'no-field' ? t('pasted.no-field') : t('pasted.misfit', { name })}
              </li>
            ))}
          </ul>
          {refused.length > MOST && <p>{t('pasted.more', { n: refused.length - MOST })}</p>}
        </>
      )}
    </Notice>
  )
}
