// Reflectie: het plan leest mee terwijl je typt en de privacytabel volgt je keuze; draft.js bewaart.
import './draft.js';

const form=document.querySelector('[data-reflect]');
const net=s=>s.trim().replace(/\s+/g,' ').replace(/[.,;\s]+$/,'').replace(/^(als|dan|if|then)(\s+|$)/i,'')||'…';

function lees(){
  for(const [van,naar] of [['[data-if]','[data-out-if]'],['[data-then]','[data-out-then]']])
    form.querySelector(naar).textContent=net(form.querySelector(van).value);
}
function prive(){
  const cel=form.querySelector('[data-share]'),keus=form.querySelector('[name=delen]:checked');
  if(!cel||!keus)return;
  const ja=keus.value==='trainer';
  cel.textContent=ja?cel.dataset.yes:cel.dataset.no;cel.classList.toggle('is-new',ja);
}

if(form){
  form.addEventListener('input',lees);
  form.addEventListener('restored',lees);
  form.addEventListener('change',prive);
  lees();prive();
}
