// Reflectie: het plan leest mee terwijl je typt, de privacytabel volgt je keuze, en het kladje gaat
// vanzelf naar de server. Wat nog niet bewaard is, staat in de wachtrij en overleeft een herlaadde pagina.
import {createQueue} from './savequeue.js';

const PAUZE=1200,GEDULD=4000,KLADJE='kladje';
const form=document.querySelector('[data-reflect]'),nalopen=document.querySelector('[data-drain]');
const persoon=document.body.dataset.person;
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

const schrijfvelden=()=>[...form.querySelectorAll('textarea,[name=wanneer]:checked')];
function inhoud(){
  const {tab,base}=form.elements;
  return{tab:tab.value,base:base.value,fields:Object.fromEntries(schrijfvelden().map(v=>[v.name,v.value]))};
}
// een kladje dat de vorige pagina niet kwijt kon, is nieuwer dan wat de server gaf
function terugzetten({tab,base,fields}){
  form.elements.tab.value=tab;form.elements.base.value=base;
  form.querySelectorAll('textarea').forEach(v=>{if(v.name in fields)v.value=fields[v.name]});
  form.querySelectorAll('[name=wanneer]').forEach(v=>{v.checked=v.value===fields.wanneer});
}

async function bewaarder(save){
  let klok,rij,stop=false,vuil=false;
  const zeg=(staat,tekst)=>{save.dataset.state=staat;save.textContent=tekst};
  const meld=({state,reply,pending})=>{
    if(stop)return;
    const d=save.dataset;
    if(state==='busy')zeg('busy',d.busy);
    else if(state==='saved'){if(!pending)zeg('ok',d.saved.replace('{time}',reply.saved_at))}
    else if(state==='stale'||state==='closed'){stop=true;zeg('error',d.elsewhere)}
    else if(state!=='memory')zeg('error',{signin:d.signedOut,other:d.other,refused:d.refused}[state]??d.failed);
  };
  rij=await createQueue({name:form.dataset.autosave,person:persoon,url:form.action,onState:meld});
  rij.know(KLADJE,+form.elements.sequence.value-1);
  if(rij.restored.has(KLADJE)){terugzetten(rij.restored.get(KLADJE));lees()}
  const bewaar=()=>{
    clearTimeout(klok);
    if(!vuil||stop)return;
    vuil=false;rij.put(KLADJE,inhoud());
    // wie nu inlevert, levert iets nieuwers in dan dit kladje
    form.elements.sequence.value=rij.known.get(KLADJE)+1;
  };
  form.addEventListener('input',()=>{vuil=true;clearTimeout(klok);klok=setTimeout(bewaar,PAUZE)});
  document.addEventListener('visibilitychange',()=>{if(document.hidden)bewaar()});
  addEventListener('pagehide',bewaar);
  form.addEventListener('submit',async e=>{
    clearTimeout(klok);vuil=false;
    if(!rij.pending||form.dataset.weg)return;
    // geef een kladje dat onderweg is even de tijd; daarna gaat het formulier zelf, met alle tekst
    e.preventDefault();form.dataset.weg='ja';
    await rij.flush(GEDULD);
    form.requestSubmit(e.submitter);
  });
}

if(form){
  form.addEventListener('input',lees);
  form.addEventListener('change',prive);
  lees();prive();
  const save=form.querySelector('[data-save]');
  if(save&&form.dataset.autosave)bewaarder(save);
}
// na het inleveren: ruim op wat nog in de wachtrij stond
if(nalopen)createQueue({name:nalopen.dataset.drain,person:persoon,url:nalopen.dataset.url,onState(){}});
document.getElementById('fouten')?.focus();
