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

// Only a script can print; so only a script shows the button.
for (const print of document.querySelectorAll('[data-porch-print]')) {
  print.hidden = false
  print.addEventListener('click', () => window.print())
}
