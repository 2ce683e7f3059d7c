/** The least that this build can be: the page's fonts and styles, a heading, and a button that changes it. */
import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import '../../../src/ui/tokens.css'
import '../../../src/ui/base.css'

const heading = document.createElement('h1')
heading.textContent = 'Nothing.'
const code = document.createElement('code')
code.textContent = 'nothing'
const button = document.createElement('button')
button.className = 'primary'
button.textContent = 'Do'
button.addEventListener('click', () => {
  heading.textContent = 'Done.'
})
document.body.append(heading, code, button)
