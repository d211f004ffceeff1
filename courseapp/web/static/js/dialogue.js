// A conversation: every choice goes to the server; only the conversation on the screen is replaced.
// Without script the same form does the same, with a whole page.
const PATIENCE = 15000;
const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;

function goToNow() {
  const now = document.getElementById('nu');
  if (!now) return;
  now.focus({preventScroll: true});
  now.scrollIntoView({behavior: isCalm ? 'auto' : 'smooth', block: 'center'});
}

async function choose(form, button) {
  const box = form.closest('[data-dialogue]'), status = form.querySelector('[data-status]');
  const body = new FormData(form, button);
  form.setAttribute('aria-busy', 'true');
  try {
    const reply = await fetch(form.action, {method: 'POST', body, headers: {Accept: 'text/html'}, signal: AbortSignal.timeout(PATIENCE)});
    const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
    const fresh = reply.ok && page.querySelector('[data-dialogue]');
    if (!fresh) {
      // signed out or open for too long: let the server say how it goes on
      form.append(Object.assign(document.createElement('input'), {type: 'hidden', name: button.name, value: button.value}));
      form.submit();
      return;
    }
    box.replaceWith(document.importNode(fresh, true));
    const notices = page.querySelector('.notices');
    document.querySelectorAll('#inhoud>.notices').forEach(old => old.remove());
    if (notices) document.getElementById('inhoud').prepend(document.importNode(notices, true));
    goToNow();
  } catch {
    form.removeAttribute('aria-busy');
    status.dataset.state = 'error';
    status.textContent = box.dataset.failed;
  }
}

document.addEventListener('submit', event => {
  const form = event.target.closest('[data-choose]');
  if (!form || !event.submitter) return;
  event.preventDefault();
  if (form.getAttribute('aria-busy') !== 'true') choose(form, event.submitter);
});
