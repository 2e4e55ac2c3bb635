// The start page: pairs the browser by the launch link, shows what runs, asks one message at a time.
const KEY = 'kora-page-key'
const byId = id => document.getElementById(id)
const say = text => {
  byId('state').textContent = text
}

async function pair() {
  const code = new URLSearchParams(location.hash.slice(1)).get('code')
  if (code === null) return
  history.replaceState(null, '', location.pathname)
  const response = await fetch('/pair', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  })
  const body = await response.json()
  if (response.ok) localStorage.setItem(KEY, body.page_key)
  else say(body.message)
}

const headers = () => ({ 'content-type': 'application/json', 'x-kora-page': localStorage.getItem(KEY) ?? '' })

async function showHealth() {
  const health = await (await fetch('/health')).json()
  if (localStorage.getItem(KEY) === null)
    say('Studio runs. This browser is not paired: open the link that `kora serve` printed.')
  else say(`Studio ${health.version} is ${health.status}.`)
  const facts = byId('facts')
  facts.replaceChildren()
  for (const backend of health.backends) {
    const name = document.createElement('dt')
    name.textContent = backend.title
    const state = document.createElement('dd')
    state.textContent =
      backend.status === 'healthy' ? `found, version ${backend.version}` : `${backend.status}: ${backend.reason}`
    facts.append(name, state)
  }
}

function badge(result) {
  const { summary } = result.telemetry
  const names = { deterministic: 'Deterministic only', model: 'Model invoked', hybrid: 'Hybrid' }
  const calls = summary.model_invocation_count
  const tokens = summary.total_tokens.in + summary.total_tokens.out
  return `${names[summary.execution_path]} · ${calls} model ${calls === 1 ? 'call' : 'calls'} | ${tokens} tokens | ${Math.round(summary.total_latency_ms)} ms`
}

async function ask(event) {
  event.preventDefault()
  const body = JSON.stringify({ api_version: '1.0', message: byId('message').value })
  const response = await fetch('/execute', { method: 'POST', headers: headers(), body })
  const result = await response.json()
  byId('answer').hidden = false
  const failure = response.ok ? result.error : result
  byId('text').textContent = failure ? failure.message : result.final_output.text
  byId('badge').textContent = failure && !result.telemetry ? failure.details.code : badge(result)
}

byId('ask').addEventListener('submit', event => {
  ask(event).catch(() => say('Studio does not answer: is `kora serve` still running?'))
})
pair()
  .then(showHealth)
  .catch(() => say('Studio does not answer: is `kora serve` still running?'))
