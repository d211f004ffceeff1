// Reflectie: het plan leest mee terwijl je typt, de privacytabel volgt je keuze, en het kladje wordt
// bewaard zodra je even stopt. Een bewaring die mislukt, wordt herhaald; de tekst blijft op het scherm.
const form=document.querySelector('[data-reflect]');
const PAUZE=1500,OPNIEUW=[3000,10000,30000];
const net=s=>s.trim().replace(/\s+/g,' ').replace(/[.,;\s]+$/,'').replace(/^(als|dan|if|then)\s+/i,'')||'…';

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

function bewaarder(save){
  let klok,bezig=false,vuil=false,poging=0,stop=false;
  const zeg=(staat,tekst)=>{save.dataset.state=staat;save.textContent=tekst};
  const straks=ms=>{clearTimeout(klok);klok=setTimeout(bewaar,ms)};
  async function bewaar(){
    if(bezig||stop||!vuil)return;
    bezig=true;vuil=false;
    const velden=new FormData(form);
    velden.set('concept','1');
    // elke poging is een nieuwer kladje met een eigen sleutel: een antwoord dat wegraakt, kost dan geen tekst
    form.elements.sequence.value=+form.elements.sequence.value+1;form.elements.key.value=crypto.randomUUID();
    zeg('busy',save.dataset.busy);
    try{
      const antwoord=await fetch(form.action,{method:'POST',body:new URLSearchParams(velden),headers:{Accept:'application/json'},keepalive:true});
      if(antwoord.ok){
        const {saved}=await antwoord.json();
        poging=0;
        zeg('ok',save.dataset.saved.replace('{time}',saved));
      }else if(antwoord.status===409){stop=true;zeg('error',save.dataset.elsewhere)}
      else if(antwoord.status===401||antwoord.status===400){zeg('error',save.dataset.signedOut);vuil=true;await opnieuwBinnen();straks(OPNIEUW[1])}
      else throw new Error(antwoord.status);
    }catch{
      vuil=true;zeg('error',save.dataset.failed);
      straks(OPNIEUW[Math.min(poging++,OPNIEUW.length-1)]);
    }
    bezig=false;
    if(vuil&&save.dataset.state==='ok')straks(PAUZE);
  }
  // wie in een ander tabblad weer inlogt, krijgt hier een vers formulierbewijs; alleen voor dezelfde persoon
  async function opnieuwBinnen(){
    try{
      const t=await (await fetch('/account/token',{headers:{Accept:'application/json'}})).json();
      if(String(t.person)===document.body.dataset.person)form.elements.csrf_token.value=t.csrf_token;
    }catch{/* nog uitgelogd: straks nog eens */}
  }
  form.addEventListener('input',()=>{vuil=true;if(!stop)straks(PAUZE)});
  addEventListener('online',()=>vuil&&bewaar());
  addEventListener('pagehide',()=>vuil&&bewaar());
  addEventListener('beforeunload',e=>{if(vuil&&save.dataset.state==='error')e.preventDefault()});
  form.addEventListener('submit',()=>{stop=true;vuil=false;clearTimeout(klok)});
}

if(form){
  form.addEventListener('input',lees);
  form.addEventListener('change',prive);
  lees();prive();
  const save=form.querySelector('[data-save]');
  if(save&&'autosave'in form.dataset)bewaarder(save);
}
document.getElementById('fouten')?.focus();
