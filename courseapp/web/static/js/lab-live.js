// Labs zonder formules in de browser: schuif en getal lopen gelijk, de server rekent en tekent.
// Wat in de velden staat blijft staan; alleen de delen met data-live worden vervangen.
const WACHT=150,ZEG=600;

const vervang=(oud,nieuw)=>oud.replaceWith(document.importNode(nieuw,true));
const getal=t=>{
  const x=t.trim().replace('−','-').replace(',','.');
  return /^[+-]?[0-9]{1,40}(\.[0-9]{1,40})?$/.test(x)?+x:null;
};
const toon=(x,form)=>String(+(+x).toFixed(4)).replace('-','−').replace('.',form.dataset.comma);
const adres=(form,knop)=>{
  const q=new URLSearchParams();
  for(const [naam,waarde] of new FormData(form,knop))if(!q.has(naam))q.append(naam,waarde);
  return q;
};

// een ander voorbeeld, de voorspelling of een knop: haal het blok op en zet het op zijn plek; lukt dat niet, dan gewoon de pagina
const beurten=new Map();
export async function wissel(blok,url,zoek='[aria-current]'){
  const beurt=(beurten.get(blok.id)??0)+1;
  beurten.set(blok.id,beurt);
  try{
    const antwoord=await fetch(url,{headers:{Accept:'text/html'}});
    const nieuw=antwoord.ok&&new DOMParser().parseFromString(await antwoord.text(),'text/html').getElementById(blok.id);
    if(!nieuw)throw new Error('geen lab');
    // wie intussen iets anders koos, ziet dat
    if(beurten.get(blok.id)!==beurt)return;
    const hier=document.importNode(nieuw,true);
    for(const d of hier.querySelectorAll('details[id]')){
      const was=document.getElementById(d.id);
      if(was)d.open=was.open||d.open;
    }
    document.getElementById(blok.id).replaceWith(hier);
    history.replaceState(null,'',url);
    hier.dispatchEvent(new CustomEvent('lab:nieuw',{bubbles:true}));
    (hier.querySelector(zoek)||hier.querySelector('[data-lab-first]')||hier.querySelector('[data-lab]'))?.focus?.();
    zeg(hier.querySelector('[data-lab-live]'));
  }catch{
    const stil=blok.querySelector('[data-lab-off]');
    if(stil)stil.textContent=stil.dataset.text;
    else location.assign(url);
  }
}

const lopend=new WeakMap();

function zeg(form){
  const vak=form?.querySelector('[data-lab-said]');
  if(!vak)return;
  const staat=lopend.get(form)||{};
  clearTimeout(staat.zeg);
  staat.zeg=setTimeout(()=>{vak.textContent=vak.dataset.said},ZEG);
  lopend.set(form,staat);
}

function bijwerken(form,nieuw){
  for(const deel of nieuw.querySelectorAll('[data-live]')){
    const oud=document.getElementById(deel.id);
    if(oud)vervang(oud,deel);
  }
  for(const veld of nieuw.querySelectorAll('.in')){
    const hier=document.getElementById(veld.id);
    if(!hier)continue;
    for(const naam of ['aria-invalid','aria-describedby']){
      if(veld.hasAttribute(naam))hier.setAttribute(naam,veld.getAttribute(naam));
      else hier.removeAttribute(naam);
    }
    hier.closest('.lf').className=veld.closest('.lf').className;
  }
  for(const schuif of nieuw.querySelectorAll('[data-slider]')){
    const hier=form.querySelector(`[data-slider="${schuif.dataset.slider}"]`);
    if(!hier)continue;
    if(hier!==document.activeElement)hier.value=schuif.value;
    hier.setAttribute('aria-valuetext',schuif.getAttribute('aria-valuetext'));
  }
  form.querySelector('[data-lab-said]').dataset.said=nieuw.querySelector('[data-lab-said]').dataset.said;
  zeg(form);
}

async function reken(form){
  const staat=lopend.get(form)||{};
  staat.vraag?.abort();
  staat.vraag=new AbortController();
  lopend.set(form,staat);
  const q=adres(form),uit=form.querySelector('[data-lab-off]');
  try{
    const antwoord=await fetch(`${form.dataset.labLive}?${q}`,{headers:{Accept:'text/html'},signal:staat.vraag.signal});
    const nieuw=antwoord.ok&&new DOMParser().parseFromString(await antwoord.text(),'text/html').querySelector('[data-lab-live]');
    if(!nieuw)throw new Error('geen lab');
    bijwerken(form,nieuw);
    uit.textContent='';
    const pagina=new URL(form.action);
    pagina.search=q;
    history.replaceState(null,'',pagina);
  }catch(fout){
    if(fout.name!=='AbortError')uit.textContent=uit.dataset.text;
  }
}

document.addEventListener('input',e=>{
  const form=e.target.closest('[data-lab-live]');
  if(!form)return;
  if(e.target.dataset.slider)form.elements.namedItem(e.target.dataset.slider).value=toon(e.target.value,form);
  else{
    const schuif=form.querySelector(`[data-slider="${e.target.name}"]`),x=getal(e.target.value);
    if(schuif&&x!==null)schuif.value=x;
  }
  const staat=lopend.get(form)||{};
  clearTimeout(staat.wacht);
  staat.wacht=setTimeout(()=>reken(form),WACHT);
  lopend.set(form,staat);
});
document.addEventListener('submit',e=>{
  const gok=e.target.closest('[data-lab-guess]'),form=e.target.closest('[data-lab-live]');
  if(!gok&&!form)return;
  e.preventDefault();
  if(form&&!e.submitter?.name)return reken(form);
  const url=new URL(e.target.action),knop=e.submitter;
  url.search=adres(e.target,knop);
  wissel(e.target.closest('[data-lab-block]'),url.href,gok?'[data-lab-first]':`[name="${knop.name}"][value="${knop.value}"]`);
});
document.addEventListener('click',e=>{
  const a=e.target.closest('[data-lab-link]');
  if(!a||e.ctrlKey||e.metaKey||e.shiftKey)return;
  e.preventDefault();wissel(a.closest('[data-lab-block]'),a.href);
});
window.addEventListener('online',()=>document.querySelectorAll('[data-lab-live]').forEach(form=>{
  if(form.querySelector('[data-lab-off]').textContent)reken(form);
}));
