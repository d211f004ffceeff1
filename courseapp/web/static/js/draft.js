// Het kladje van een formulier gaat vanzelf naar de server. Wat nog niet bewaard is, staat in de
// wachtrij en overleeft een herlaadde pagina. Wat de server niet aannam, blijft op het apparaat en wordt getoond.
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
const invulvelden=form=>[...form.querySelectorAll(`textarea,select,:is(${KEUZES}):not([name=delen])`)];
// wat al is ingevuld voordat dit script er was, blijft: een tekst eronder, een keuze in plaats van de oude
function terugzetten(form,{fields}){
  const vroeg=new Set(invulvelden(form).filter(isTouched).map(v=>v.name));
  for(const v of invulvelden(form)){
    if(v.matches(KEUZES)){if(!vroeg.has(v.name))v.checked=v.value===fields[v.name]}
    else if(!(v.name in fields)||v.value===fields[v.name])continue;
    else if(!vroeg.has(v.name))v.value=fields[v.name];
    else if(v.matches('textarea')&&fields[v.name].trim()&&fields[v.name]!==v.defaultValue)v.value=`${fields[v.name]}\n${v.value}`;
  }
}

// Wat op dit apparaat staat en nergens bewaard is: laat het zien tot wie het schreef het weggooit.
const GEEN_TEKST=/^(mood|channel|effect-|gedaan|wanneer|uitkomst)/;
const effen=tekst=>tekst.trim().replace(/\s+/g,' ');
const teksten=({fields})=>Object.entries(fields).filter(([naam,tekst])=>tekst.trim()&&!GEEN_TEKST.test(naam)).map(([,tekst])=>tekst);
function toonRest(plek,rij,isNieuw){
  plek.querySelectorAll(':scope>[data-left-over]').forEach(oud=>oud.remove());
  const main=document.querySelector('main');
  const gezien=[main.innerText,...[...main.querySelectorAll('textarea')].map(v=>v.value)].map(effen).join('\n');
  for(const rest of rij.refused){
    const weg=teksten(rest.fields).filter(tekst=>!gezien.includes(effen(tekst)));
    // op een verse bladzijde zonder fouten is wat er staat ook bewaard
    if(!weg.length){if(isNieuw&&!document.getElementById('fouten'))rij.forget(rest);continue}
    const kaart=document.querySelector('template[data-left]').content.firstElementChild.cloneNode(true);
    kaart.querySelector('[data-texts]').append(...weg.map(textContent=>Object.assign(document.createElement('p'),{className:'own',textContent})));
    kaart.querySelector('button').addEventListener('click',()=>{rij.forget(rest);kaart.remove()});
    plek.prepend(kaart);
  }
}

async function bewaarder(form,save){
  let klok,rij,stop=false,vuil=false;
  const zeg=(staat,tekst)=>{save.dataset.state=staat;save.textContent=tekst};
  const nieuweStempel=()=>{form.elements.sequence.value=rij.known.get(KLADJE)+1};
  const meld=({state,reply,pending})=>{
    if(state==='saved'&&reply.sequence){form.elements.base.value=reply.sequence;nieuweStempel()}
    if(stop)return;
    const d=save.dataset;
    if(state==='busy')zeg('busy',d.busy);
    else if(state==='saved'){if(!pending)zeg('ok',d.saved.replace('{time}',reply.saved_at))}
    else if(state==='stale'||state==='closed'){stop=true;zeg('error',d.elsewhere);toonRest(form,rij)}
    else if(state!=='memory')zeg('error',{signin:d.signedOut,other:d.other,refused:d.refused}[state]??d.failed);
  };
  const getoond=new Map([[KLADJE,+form.elements.sequence.value-1]]);
  rij=await createQueue({name:form.dataset.autosave,person:persoon,url:form.action,onState:meld,shown:getoond,keeps:true});
  vuil=invulvelden(form).some(isTouched);
  if(rij.restored.has(KLADJE)){
    terugzetten(form,rij.restored.get(KLADJE));
    form.dispatchEvent(new Event('restored'));
  }
  nieuweStempel();
  // al bewaard, alleen deze pagina wist het misschien nog niet: zeg het en bouw daarop voort
  if(rij.before.has(KLADJE)&&!rij.pending)meld({state:'saved',reply:rij.before.get(KLADJE),pending:0});
  toonRest(form,rij,true);
  const bewaar=()=>{
    clearTimeout(klok);
    if(!vuil)return;
    vuil=false;
    // na een botsing beslist wie schrijft; tot die tijd blijft de tekst op dit apparaat
    stop?rij.hold(KLADJE,inhoud(form)):rij.put(KLADJE,inhoud(form));
    // wie nu inlevert, levert iets nieuwers in dan dit kladje
    nieuweStempel();
  };
  if(vuil)bewaar();
  form.addEventListener('input',()=>{vuil=true;clearTimeout(klok);klok=setTimeout(bewaar,PAUZE)});
  document.addEventListener('visibilitychange',()=>{if(document.hidden)bewaar()});
  addEventListener('pagehide',bewaar);
  form.addEventListener('submit',async e=>{
    if(form.dataset.weg)return;
    bewaar();
    if(!rij.pending)return;
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
// na het inleveren: verstuur wat nog in de wachtrij stond, en laat zien wat niet meer werd aangenomen
for(const plek of document.querySelectorAll('[data-drain]')){
  let rij;
  createQueue({name:plek.dataset.drain,person:persoon,url:plek.dataset.url,keeps:true,
    onState:({state})=>{if(rij&&['stale','closed','refused'].includes(state))toonRest(plek,rij)}})
    .then(gemaakt=>{rij=gemaakt;toonRest(plek,rij,true)});
}
// een pagina uit het geheugen van de browser kent de stempel niet waarmee ze zelf inleverde
addEventListener('pageshow',e=>{if(e.persisted&&document.querySelector('[data-autosave],[data-drain]'))location.reload()});
document.getElementById('fouten')?.focus();
