// The start page: pairs the browser by the launch link, shows what runs, asks one message at a time.
const KEY = 'kora-page-key'
const FRESH_MS = 5_000
const UNPAIRED =
  'This browser is not paired. Open the link that `kora serve` printed, or get a new one with `kora token --link`.'
const AWAY = 'Studio does not answer. Is `kora serve` still running?'

let isAsking = false

const byId = id => document.getElementById(id)
const readKey = () => localStorage.getItem(KEY)

/** Text with `code` marked as such; never markup from outside. */
function show(element, text) {
  const parts = String(text).split('`')
  element.replaceChildren(
    ...parts.map((part, at) => {
      if (at % 2 === 0 || at === parts.length - 1) return document.createTextNode(part)
      const code = document.createElement('code')
      code.textContent = part
      return code
    }),
  )
}

function say(text, isPaired) {
  show(byId('state'), text)
  for (const part of byId('ask').elements) part.disabled = !isPaired || (isAsking && part.type === 'submit')
}

async function post(path, body) {
  const headers = { 'content-type': 'application/json', 'x-kora-page': readKey() ?? '' }
  const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })
  return { ok: response.ok, status: response.status, body: await response.json() }
}

/** Uses up the code of the launch link; answers why that failed, or null. */
async function pair() {
  const code = new URLSearchParams(location.hash.slice(1)).get('code')
  if (code === null) return null
  // Before anything else: the code must not stay in the address bar and the history.
  history.replaceState(null, '', location.pathname)
  const { ok, body } = await post('/pair', { code })
  if (!ok) return readKey() === null ? body.message : null
  localStorage.setItem(KEY, body.page_key)
  return null
}

/** The key may be of a token that is no longer: only a route that asks for it can tell. */
async function isPaired() {
  if (readKey() === null) return false
  const response = await fetch('/runs?limit=1', { headers: { 'x-kora-page': readKey() } })
  if (response.status === 401) localStorage.removeItem(KEY)
  return response.status !== 401
}

async function showHealth(problem) {
  const health = await (await fetch('/health')).json()
  const paired = await isPaired()
  if (paired) say(`Studio ${health.version} is ${health.status}.`, true)
  else say(problem ?? UNPAIRED, false)
  byId('runtimes').hidden = health.backends.length === 0
  byId('facts').replaceChildren(...health.backends.flatMap(toFact))
}

function toFact({ title, status, version, reason }) {
  const [name, state] = ['dt', 'dd'].map(tag => document.createElement(tag))
  name.textContent = title
  state.className = status
  show(state, status === 'healthy' ? `found${version ? `, version ${version}` : ''}` : (reason ?? status))
  return [name, state]
}

/** Rule U3: every number from telemetry. */
function toBadge({ telemetry: { summary } }) {
  const names = { deterministic: 'Deterministic only', model: 'Model invoked', hybrid: 'Hybrid' }
  const calls = summary.model_invocation_count
  const how = [
    summary.deterministic_task_count + summary.aggregation_task_count > 0 ? 'Deterministic' : '',
    calls > 0 ? `Model (${calls} ${calls === 1 ? 'call' : 'calls'})` : '',
  ].filter(Boolean)
  const tokens = summary.total_tokens.in + summary.total_tokens.out
  return `${names[summary.execution_path]} · Execution: ${how.join(' + ') || 'nothing ran'} | ${tokens} tokens | ${toTime(summary.total_latency_ms)}`
}

const toTime = ms =>
  ms < 10 ? `${ms.toFixed(1)} ms` : ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`

function toAnswer(output) {
  if (typeof output === 'string') return output
  return typeof output?.text === 'string' ? output.text : JSON.stringify(output, null, 2)
}

async function ask() {
  const { ok, status, body } = await post('/execute', { api_version: '1.0', message: byId('message').value })
  if (status === 401) {
    localStorage.removeItem(KEY)
    return say(UNPAIRED, false)
  }
  const failure = ok ? body.error : body
  const text = byId('text')
  text.className = failure ? 'failure' : ''
  if (failure) show(text, [failure.message, failure.details.hint].filter(Boolean).join(' '))
  // An answer is shown as it is: what a model wrote is text, whatever it looks like.
  else text.textContent = toAnswer(body.final_output)
  byId('badge').textContent = body.telemetry ? toBadge(body) : failure.details.code
  byId('answer').hidden = false
}

byId('ask').addEventListener('submit', async event => {
  event.preventDefault()
  const button = byId('ask').querySelector('button')
  isAsking = true
  button.disabled = true
  button.textContent = 'Asking …'
  byId('answer').hidden = true
  try {
    await ask()
  } catch {
    say(AWAY, true)
  } finally {
    isAsking = false
    button.textContent = 'Ask'
    button.disabled = byId('message').disabled
  }
})

async function look(problem) {
  try {
    await showHealth(problem)
  } catch {
    say(AWAY, false)
  }
}

say('Looking for Studio …', false)
pair()
  .catch(() => null)
  .then(async problem => {
    await look(problem)
    setInterval(() => {
      if (!document.hidden) look(problem)
    }, FRESH_MS)
  })
