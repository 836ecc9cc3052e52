import type { SubmitEvent } from 'react'
import { useEffect, useRef, useState } from 'react'
import { Refusal } from '../../api/refusal'

export type Fields = (name: string) => string

/** A form that is sent once: whether it is under way, what went wrong, and whether it is done. */
export function useSend(send: (read: Fields) => Promise<void>) {
  const [busy, setBusy] = useState(false)
  const [done, setDone] = useState(false)
  const [error, setError] = useState<Refusal>()
  const [differs, setDiffers] = useState(false)
  const form = useRef<HTMLFormElement>(null)

  useEffect(() => {
    form.current?.querySelector<HTMLInputElement>('input:not([hidden])')?.focus()
  }, [])

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const read = (name: string) => {
      const value = fields.get(name)
      return typeof value === 'string' ? value : ''
    }
    const same = !fields.has('again') || read('again') === read('password')
    setDiffers(!same)
    setError(undefined)
    if (!same) return
    setBusy(true)
    try {
      await send(read)
      setDone(true)
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return { form, busy, done, error, differs, onSubmit: (event: SubmitEvent<HTMLFormElement>) => void submit(event) }
}
