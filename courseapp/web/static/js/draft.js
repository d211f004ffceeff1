// Het kladje van een formulier gaat vanzelf naar de server. Wat nog niet bewaard is, staat in de
// wachtrij en overleeft een herlaadde pagina.
import {createQueue} from './savequeue.js';
import {isTouched} from './touched.js';

const PAUZE=1200,GEDULD=4000,KLADJE='kladje';
const KEUZES='input[type=radio],input[type=checkbox]';
const persoon=document.body.dataset.person;

const schrijfvelden=form=>[...form.querySelectorAll(`textarea,select,:is(${KEUZES}):checked:not([name=delen])`)];
function inhoud(form){
  const {tab,base}=form.elements;
  return{tab:tab.value,base:base.value,fields:Object.fromEntries(schrijfvelden(form).map(v=>[v.name,v.value]))};
}
// een kladje dat de vorige pagina niet kwijt kon, is nieuwer dan wat de server gaf; wat al is ingevuld
// voordat dit script er was, blijft staan waar dat kladje niets nieuws heeft
function terugzetten(form,{tab,base,fields}){
  form.elements.tab.value=tab;form.elements.base.value=base;
  form.querySelectorAll('textarea').forEach(v=>{if(v.name in fields&&fields[v.name]!==v.defaultValue)v.value=fields[v.name]});
  form.querySelectorAll('select').forEach(v=>{if(v.name in fields&&!isTouched(v))v.value=fields[v.name]});
  form.querySelectorAll(KEUZES).forEach(v=>{if(v.name!=='delen'&&!isTouched(v))v.checked=v.value===fields[v.name]});
}
const isAlIngevuld=form=>[...form.querySelectorAll(`textarea,select,:is(${KEUZES}):not([name=delen])`)].some(isTouched);

async function bewaarder(form,save){
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
  const getoond=new Map([[KLADJE,+form.elements.sequence.value-1]]);
  rij=await createQueue({name:form.dataset.autosave,person:persoon,url:form.action,onState:meld,shown:getoond});
  vuil=isAlIngevuld(form);
  if(rij.isBehind&&!vuil){location.reload();return}
  if(rij.restored.has(KLADJE)){terugzetten(form,rij.restored.get(KLADJE));form.dispatchEvent(new Event('restored'))}
  const bewaar=()=>{
    clearTimeout(klok);
    if(!vuil||stop)return;
    vuil=false;rij.put(KLADJE,inhoud(form));
    // wie nu inlevert, levert iets nieuwers in dan dit kladje
    form.elements.sequence.value=rij.known.get(KLADJE)+1;
  };
  if(vuil)bewaar();
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

for(const form of document.querySelectorAll('[data-autosave]')){
  const save=form.querySelector('[data-save]');
  if(save)bewaarder(form,save);
}
// na het inleveren: ruim op wat nog in de wachtrij stond
for(const {dataset} of document.querySelectorAll('[data-drain]'))
  createQueue({name:dataset.drain,person:persoon,url:dataset.url,onState(){}});
// een pagina uit het geheugen van de browser kent de stempel niet waarmee ze zelf inleverde
addEventListener('pageshow',e=>{if(e.persisted)location.reload()});
document.getElementById('fouten')?.focus();
