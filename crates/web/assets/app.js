// Starts the design system's components, and the way out of public pages. Every page is whole without this file.
import { initAll } from './nhsuk-frontend.min.js'

initAll()

const exit = document.querySelector('[data-porch-exit]')
const exitLink = exit && exit.querySelector('a')

if (exitLink) {
  // The page goes first, so that a slow connection leaves nothing on the screen. Then our own address takes its place in
  // the history: it ends on the server what was typed, and leads elsewhere. Where it does not answer, we go all the same.
  const leave = (event) => {
    if (event) event.preventDefault()
    document.body.classList.add('porch-left')
    document.title = ''
    window.setTimeout(() => window.location.replace(exit.dataset.porchExit), 2000)
    window.location.replace(exitLink.href)
  }

  exitLink.addEventListener('click', leave)

  // Three presses of Shift alone within five seconds do the same, without looking for the link.
  let presses = 0
  let forget
  document.addEventListener('keyup', (event) => {
    if (event.key !== 'Shift') {
      presses = 0
      return
    }
    presses += 1
    window.clearTimeout(forget)
    forget = window.setTimeout(() => { presses = 0 }, 5000)
    if (presses >= 3) leave()
  })

  // A page taken out of the browser's cache by "back" must be seen again.
  window.addEventListener('pageshow', () => document.body.classList.remove('porch-left'))
}

// Staff: the keyboard, and whether a list is still true. Nothing is put in place of anything by itself.
const field = document.querySelector('#search-field')
const rows = [...document.querySelectorAll('[data-porch-row]')]
const keys = document.querySelector('[data-porch-keys]')
const keysSwitch = document.querySelector('[data-porch-keys-switch]')

// Single keys can be switched off, for whoever speaks to the computer or whose hand strays. Only that choice is kept.
const keysAreOn = () => {
  try { return window.localStorage.getItem('porch-keys') !== 'off' } catch { return true }
}

const showSwitch = () => {
  keysSwitch.setAttribute('aria-pressed', String(keysAreOn()))
  keysSwitch.textContent = keysAreOn() ? 'Single keys are on' : 'Single keys are off'
}

if (keys && keysSwitch) {
  keys.hidden = false
  showSwitch()
  keysSwitch.addEventListener('click', () => {
    try { window.localStorage.setItem('porch-keys', keysAreOn() ? 'off' : 'on') } catch { /* It stays as it is. */ }
    showSwitch()
  })
}

const rowOf = (element) => element && element.closest ? element.closest('[data-porch-row]') : null
const linkOf = (row) => row.querySelector('th a, a[data-porch-open]')

// The row at hand: the one with the keyboard, or the one last stepped to, or the one that the page shows.
let atHand = rows.find((row) => window.location.hash === '#' + linkOf(row).id || linkOf(row).ariaCurrent === 'true')

const step = (by) => {
  const from = rows.indexOf(rowOf(document.activeElement) || atHand)
  const to = from < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(from + by, 0), rows.length - 1)
  if (!rows[to]) return
  atHand = rows[to]
  linkOf(atHand).focus()
  atHand.scrollIntoView({ block: 'nearest' })
}

const press = (key) => {
  const row = rowOf(document.activeElement) || atHand
  const form = row && row.querySelector(`form[data-porch-key="${key}"]`)
  if (form) form.requestSubmit()
  return Boolean(form)
}

// The meeting room: one key opens the form of one decision, at its first field; Escape leads back to the case.
const decisions = document.querySelector('[data-porch-decisions]')

const decideBy = (key) => {
  const form = decisions && decisions.querySelector('#decide-' + key)
  if (!form) return false
  for (const other of decisions.querySelectorAll('details')) other.open = other === form
  const first = form.querySelector('input:not([type=hidden]), select, textarea')
  // Of radios the keyboard is on the one that is chosen.
  const chosen = first && first.type === 'radio' && form.querySelector(`input[name="${first.name}"]:checked`)
  if (first) (chosen || first).focus()
  return true
}

if (decisions) {
  decisions.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    for (const form of decisions.querySelectorAll('details')) form.open = false
    document.querySelector('#case').focus()
  })
}

const typing = (element) => element && element.closest('input, select, textarea, [contenteditable]')

if (field) {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (typing(event.target) || !keysAreOn()) return
    const doing = {
      a: () => decideBy('a'),
      s: () => decideBy('s'),
      r: () => decideBy('r'),
      i: () => decideBy('i'),
      o: () => decideBy('o'),
      '/': () => { field.focus(); field.select(); return true },
      '?': () => { if (keys) keys.querySelector('#keys').focus(); return Boolean(keys) },
      j: () => { step(1); return rows.length > 0 },
      k: () => { step(-1); return rows.length > 0 },
      c: () => !event.repeat && press('c'),
      t: () => !event.repeat && press('t'),
    }[event.key]
    if (doing && doing()) event.preventDefault()
  })
}

// Whether the list is still true is asked every twenty seconds. After a minute without an answer it says that it is old.
const list = document.querySelector('[data-porch-list]')

if (list) {
  const changed = list.querySelector('[data-porch-changed]')
  const old = list.querySelector('[data-porch-old]')
  let heard = Date.now()

  const judge = () => { old.hidden = Date.now() - heard <= 60000 }

  const ask = async () => {
    try {
      const answer = await fetch(list.dataset.newest, { cache: 'no-store', credentials: 'same-origin' })
      const newest = answer.ok ? (await answer.text()).trim() : ''
      if (/^[0-9]+$/.test(newest)) {
        heard = Date.now()
        if (newest !== list.dataset.position) changed.hidden = false
      }
    } catch { /* The clock below says so. */ }
    judge()
  }

  window.setInterval(ask, 20000)
  window.setInterval(judge, 1000)
  // A page that was asleep, or comes back out of the browser's memory, is asked about at once.
  document.addEventListener('visibilitychange', () => { if (!document.hidden) { judge(); ask() } })
  window.addEventListener('pageshow', (event) => { if (event.persisted) { judge(); ask() } })
}

// The same page once more. Where its address is open already, with a row's mark in it, a link would only go to the mark.
for (const again of document.querySelectorAll('[data-porch-again]')) {
  again.addEventListener('click', (event) => {
    const to = new URL(again.href)
    if (to.pathname + to.search !== window.location.pathname + window.location.search) return
    event.preventDefault()
    window.location.hash = ''
    window.location.reload()
  })
}

// A form whose words are kept as they are typed: two seconds after the last of them, and never after it was sent.
const kept = document.querySelector('form[data-porch-keep]')

if (kept) {
  const says = kept.querySelector('[data-porch-kept]')
  const saysNot = kept.querySelector('[data-porch-not-kept]')
  let waiting

  const keep = async () => {
    let done = false
    try {
      const body = new URLSearchParams(new FormData(kept))
      done = (await fetch(kept.dataset.porchKeep, { method: 'POST', body, credentials: 'same-origin' })).status === 204
    } catch { /* It is said below. */ }
    if (done) {
      says.querySelector('[data-porch-kept-at]').textContent = new Date().toLocaleTimeString('en-GB')
      says.hidden = false
    }
    saysNot.hidden = done
  }

  kept.addEventListener('input', () => {
    window.clearTimeout(waiting)
    waiting = window.setTimeout(keep, 2000)
  })
  kept.addEventListener('submit', () => window.clearTimeout(waiting))
}

// Who fits so far, beside a professional's form, half a second after the last change. What is asked is kept by nobody; without
// an answer the list stays as it was.
const fits = document.querySelector('[data-porch-fits]')

if (fits) {
  const list = fits.querySelector('[data-porch-fits-list]')
  const form = fits.closest('form')
  let waiting
  let asked = 0

  const ask = async () => {
    const own = asked += 1
    try {
      const body = new URLSearchParams(new FormData(form))
      const answer = await fetch(fits.dataset.porchFits, { method: 'POST', body, credentials: 'same-origin' })
      const text = answer.status === 200 ? await answer.text() : ''
      if (text && own === asked) {
        const read = new DOMParser().parseFromString(text, 'text/html')
        list.replaceChildren(...read.body.childNodes)
      }
    } catch { /* What stood there still does. */ }
  }

  form.addEventListener('input', () => {
    window.clearTimeout(waiting)
    waiting = window.setTimeout(ask, 500)
  })
  form.addEventListener('submit', () => window.clearTimeout(waiting))
}

// Only a script can print; so only a script shows the button.
for (const print of document.querySelectorAll('[data-porch-print]')) {
  print.hidden = false
  print.addEventListener('click', () => window.print())
}

// A passkey: what the server asks goes to the browser, and what it answers goes back with the form. Without this file the
// button stays hidden, and the page says what to do instead.
const passkey = document.querySelector('[data-porch-passkey]')

if (passkey && window.PublicKeyCredential) {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0))
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
  const withBytes = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }))

  const create = async (asked) => {
    const made = await navigator.credentials.create({
      publicKey: {
        ...asked,
        challenge: bytes(asked.challenge),
        user: { ...asked.user, id: bytes(asked.user.id) },
        excludeCredentials: withBytes(asked.excludeCredentials)
      }
    })
    const { attestationObject, clientDataJSON } = made.response
    return { made, response: { attestationObject: text(attestationObject), clientDataJSON: text(clientDataJSON) } }
  }

  const get = async (asked) => {
    const made = await navigator.credentials.get({
      publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: withBytes(asked.allowCredentials) }
    })
    const { authenticatorData, clientDataJSON, signature, userHandle } = made.response
    return {
      made,
      response: {
        authenticatorData: text(authenticatorData),
        clientDataJSON: text(clientDataJSON),
        signature: text(signature),
        userHandle: userHandle ? text(userHandle) : null
      }
    }
  }

  passkey.hidden = false
  passkey.querySelector('button').addEventListener('click', async () => {
    const asked = JSON.parse(passkey.dataset.porchOptions).publicKey
    const told = passkey.querySelector('[role=alert]')
    told.textContent = ''
    try {
      const { made, response } = await (passkey.dataset.porchPasskey === 'create' ? create(asked) : get(asked))
      const answer = { id: made.id, rawId: text(made.rawId), type: made.type, extensions: {}, response }
      passkey.querySelector('input').value = JSON.stringify(answer)
      passkey.closest('form').submit()
    } catch {
      told.textContent = 'The browser showed no passkey. Try again, or go on without it.'
    }
  })
}
