// Toon of verberg een wachtwoord, neem het getypte adres mee, en verstuur een formulier maar één keer.
for(const knop of document.querySelectorAll('[data-show]')){
  const veld=document.getElementById(knop.getAttribute('aria-controls'));
  const toon=knop.textContent;
  knop.addEventListener('click',()=>{
    const open=veld.type==='password';
    veld.type=open?'text':'password';
    knop.setAttribute('aria-pressed',String(open));
    knop.textContent=open?knop.dataset.hide:toon;
  });
}
const adressen=[...document.querySelectorAll('#em-link,#em')];
for(const veld of adressen)veld.addEventListener('change',()=>adressen.forEach(a=>{a.value||=veld.value}));
for(const formulier of document.querySelectorAll('form[data-once]')){
  formulier.addEventListener('submit',e=>{
    if(formulier.dataset.sent){e.preventDefault();return}
    formulier.dataset.sent='1';
  });
}
addEventListener('pageshow',()=>document.querySelectorAll('form[data-sent]').forEach(f=>delete f.dataset.sent));
