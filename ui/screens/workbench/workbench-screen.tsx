/**
 * The workbench (U9): a graph is opened, pasted or begun from an example, checked while it is written, certified before it runs, saved
 * and run. What is written is kept in this browser.
 */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import type { ExecuteResult } from '#contracts/execution'
import { call } from '../../api/call.ts'
import { useShortcut } from '../../app/keyboard.ts'
import { defineLocalValue } from '../../app/local-value.ts'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import { showRun } from '../../app/shown-run.ts'
import { attempt, showToast } from '../../app/toasts.tsx'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { Loading } from '../../parts/loading.tsx'
import { Menu } from '../../parts/menu.tsx'
import { Notice } from '../../parts/notice.tsx'
import { saveFile } from '../../parts/save-file.ts'
import { CheckView } from './check-view.tsx'
import { convertGraph, planGraph, readExample, readExamples, runGraph } from './graph-calls.ts'
import { GraphEditor, showPlace } from './graph-editor.tsx'
import { findSyntaxFault, type Place, tidy } from './graph-text.ts'
import { ResultView } from './result-view.tsx'

const draft = defineLocalValue<string>('kora-workbench', '', value => (typeof value === 'string' ? value : null))
const REST_MS = 300
/** What the door takes at most. */
const MOST_BYTES = 8 * 1024 * 1024

export default function WorkbenchScreen() {
  const [text, setText] = useState(draft.read)
  const editor = useRef<HTMLTextAreaElement>(null)
  const run = useRun(text)
  useKeptDraft(text)
  const check = useCheck(text)
  const canRun = check.plan?.valid === true && !check.isOld && run.state !== 'running'
  useShortcut('mod+enter', 'Run the graph', () => {
    if (!canRun) return false
    void run.start()
    return true
  })
  const replace = (next: string) => {
    const before = text
    setText(next)
    if (before.trim() !== '' && before !== next)
      showToast({ text: 'The graph was replaced.', action: { label: 'Undo', run: () => setText(before) } })
  }
  const show = (place: Place) => {
    if (editor.current !== null) showPlace(editor.current, place)
  }
  return (
    <ScreenFrame title="Workbench">
      <Toolbar text={text} onText={replace} canRun={canRun} run={run} />
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto px-4 pb-4 lg:flex-row lg:overflow-hidden">
        <div className="flex min-h-80 min-w-0 flex-1 flex-col lg:min-h-0">
          <GraphEditor
            ref={editor}
            text={text}
            isFaulty={check.syntax !== null || check.plan?.valid === false}
            onChange={setText}
          />
        </div>
        <div
          className="flex min-w-0 flex-col gap-5 lg:w-96 lg:overflow-y-auto"
          tabIndex={0}
          role="region"
          aria-label="Check"
        >
          {text.trim() === '' && (
            <Empty title="No graph yet">
              Paste a TaskGraph, open a file, or begin with an example. It is checked as you write; nothing runs by
              itself.
            </Empty>
          )}
          {check.syntax !== null && (
            <Notice
              tone="bad"
              title={check.syntax.message}
              actions={
                <Button onClick={() => check.syntax && show(check.syntax.place)}>
                  Show line {check.syntax.place.line}
                </Button>
              }
            />
          )}
          {check.error !== null && <FailureNotice error={check.error} />}
          {check.isPending && <Loading label="Checking" />}
          {check.plan !== null && (
            <div className={check.isOld ? 'opacity-60' : ''} aria-live="polite">
              <CheckView text={text} plan={check.plan} onShow={show} />
            </div>
          )}
          {run.failure !== null && <FailureNotice error={run.failure} />}
          {run.result !== null && <ResultView result={run.result} />}
        </div>
      </div>
    </ScreenFrame>
  )
}

/** The check of the text as it stood a moment ago; `isOld` while a newer one is under way. */
function useCheck(text: string) {
  const rested = useRested(useDeferredValue(text))
  const syntax = rested.trim() === '' ? null : findSyntaxFault(rested)
  const isAsked = rested.trim() !== '' && syntax === null && rested.length < MOST_BYTES
  const query = useQuery({
    queryKey: ['plan', rested],
    queryFn: ({ signal }) => planGraph(rested, signal),
    enabled: isAsked,
    placeholderData: before => before,
    gcTime: 60_000,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return {
    syntax,
    plan: isAsked ? (query.data ?? null) : null,
    error: isAsked ? query.error : null,
    isPending: isAsked && query.isPending,
    isOld: rested !== text || query.isPlaceholderData,
  }
}

/** Kept when the typing rests, and at once where the screen or the page is left before that. */
function useKeptDraft(text: string): void {
  const unkept = useRef<string | null>(null)
  useEffect(() => {
    unkept.current = text === draft.read() ? null : text
    if (unkept.current === null) return
    const timer = setTimeout(keep, REST_MS)
    function keep(): void {
      unkept.current = null
      draft.write(text)
    }
    return () => clearTimeout(timer)
  }, [text])
  useEffect(() => {
    const keepNow = (): void => {
      if (unkept.current !== null) draft.write(unkept.current)
      unkept.current = null
    }
    addEventListener('pagehide', keepNow)
    return () => {
      removeEventListener('pagehide', keepNow)
      keepNow()
    }
  }, [])
}

function useRested(text: string): string {
  const [rested, setRested] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), REST_MS)
    return () => clearTimeout(timer)
  }, [text])
  return rested
}

type Run = {
  readonly state: 'rest' | 'running'
  readonly result: ExecuteResult | null
  readonly failure: unknown
  readonly start: () => Promise<void>
  readonly stop: () => void
}

function useRun(text: string): Run {
  const client = useQueryClient()
  const [result, setResult] = useState<ExecuteResult | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const [state, setState] = useState<Run['state']>('rest')
  const runId = useRef<string | null>(null)
  return {
    state,
    result,
    failure,
    start: async () => {
      setState('running')
      setResult(null)
      setFailure(null)
      runId.current = null
      try {
        const onStart = (id: string) => {
          runId.current = id
          showRun({ runId: id })
        }
        setResult(await runGraph(text, onStart, new AbortController().signal))
      } catch (error) {
        setFailure(error)
      }
      setState('rest')
      void client.invalidateQueries({ queryKey: ['runs'] })
    },
    stop: () => {
      if (runId.current !== null) void call(`/runs/${runId.current}/cancel`, { method: 'POST' }).catch(() => undefined)
    },
  }
}

function Toolbar({
  text,
  canRun,
  run,
  onText,
}: {
  readonly text: string
  readonly canRun: boolean
  readonly run: Run
  readonly onText: (text: string) => void
}) {
  const picker = useRef<HTMLInputElement>(null)
  const examples = useQuery({
    queryKey: ['examples'],
    queryFn: ({ signal }) => readExamples(signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const convert = () =>
    attempt(async () => {
      const { taskgraph, dropped } = await convertGraph(text)
      onText(`${JSON.stringify(taskgraph, null, 2)}\n`)
      if (dropped.length > 0)
        showToast({ text: `Without counterpart and left out: ${dropped.map(fault => fault.pointer).join(', ')}` })
    })
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 px-4 py-3">
      <Menu
        align="start"
        trigger={<Button>Examples</Button>}
        items={(examples.data ?? []).map(({ name, title }) => ({
          label: title,
          run: () => void attempt(async () => onText(await readExample(name))),
        }))}
      />
      <Button onClick={() => picker.current?.click()}>Open</Button>
      <input
        ref={picker}
        type="file"
        hidden
        tabIndex={-1}
        aria-label="Graph to open"
        accept=".json,application/json"
        onChange={event => {
          const [file] = event.target.files ?? []
          event.target.value = ''
          if (file === undefined) return
          if (file.size > MOST_BYTES) showToast({ text: 'A graph has 8 MiB at most; this file has more.', tone: 'bad' })
          else void attempt(async () => onText(await file.text()))
        }}
      />
      <Button disabled={text.trim() === ''} onClick={() => save(text)}>
        Save
      </Button>
      <Menu
        align="start"
        trigger={<Button>More</Button>}
        items={[
          { label: 'Tidy up', run: () => onText(tidy(text)) },
          { label: 'Convert from 0.1', run: () => void convert() },
          { label: 'Clear', run: () => onText('') },
        ]}
      />
      <span className="flex-1" />
      {run.state === 'running' ? (
        <Button key="stop" onClick={run.stop}>
          Stop
        </Button>
      ) : (
        <Button key="run" tone="main" disabled={!canRun} onClick={() => void run.start()}>
          Run
        </Button>
      )}
    </div>
  )
}

function save(text: string): void {
  const name = /"graph_id"\s*:\s*"([\w.:-]{1,60})"/.exec(text)?.[1] ?? 'graph'
  saveFile(new Blob([text], { type: 'application/json' }), `${name}.json`)
}
