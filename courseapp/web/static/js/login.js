// Show or hide a password, take a typed address along, and send a form only once.
for (const button of document.querySelectorAll('[data-show]')) {
  const field = document.getElementById(button.getAttribute('aria-controls'));
  const show = button.textContent;
  button.addEventListener('click', () => {
    const willShow = field.type === 'password';
    field.type = willShow ? 'text' : 'password';
    button.setAttribute('aria-pressed', String(willShow));
    button.textContent = willShow ? button.dataset.hide : show;
  });
}
const addresses = [...document.querySelectorAll('#em-link,#em')];
for (const field of addresses) field.addEventListener('change', () => addresses.forEach(each => { each.value ||= field.value; }));
for (const form of document.querySelectorAll('form[data-once]')) {
  form.addEventListener('submit', event => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = '1';
  });
}
// a page that comes back from the browser's memory may be sent again
addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach(form => { delete form.dataset.sent; }));
