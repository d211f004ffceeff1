// Gesprek: elke keuze gaat naar de server; alleen het gesprek op het scherm wordt vervangen.
// Zonder script doet hetzelfde formulier hetzelfde, met een hele pagina.
const stil=matchMedia('(prefers-reduced-motion: reduce)').matches;

function naarHetNu(){
  const nu=document.getElementById('nu');
  if(!nu)return;
  nu.focus({preventScroll:true});
  nu.scrollIntoView({behavior:stil?'auto':'smooth',block:'center'});
}

async function kies(form,knop){
  const vak=form.closest('[data-dialogue]'),status=form.querySelector('[data-status]');
  const velden=new FormData(form,knop);
  form.setAttribute('aria-busy','true');
  try{
    const antwoord=await fetch(form.action,{method:'POST',body:velden,headers:{Accept:'text/html'}});
    const blad=new DOMParser().parseFromString(await antwoord.text(),'text/html');
    const nieuw=antwoord.ok&&blad.querySelector('[data-dialogue]');
    if(!nieuw){
      // uitgelogd of te lang open: laat de server vertellen hoe het verder gaat
      const veld=Object.assign(document.createElement('input'),{type:'hidden',name:knop.name,value:knop.value});
      form.append(veld);form.submit();
      return;
    }
    vak.replaceWith(document.importNode(nieuw,true));
    const meldingen=blad.querySelector('.notices');
    document.querySelectorAll('#inhoud>.notices').forEach(oud=>oud.remove());
    if(meldingen)document.getElementById('inhoud').prepend(document.importNode(meldingen,true));
    naarHetNu();
  }catch{
    form.removeAttribute('aria-busy');
    status.dataset.state='error';
    status.textContent=vak.dataset.failed;
  }
}

document.addEventListener('submit',e=>{
  const form=e.target.closest('[data-choose]');
  if(!form||!e.submitter)return;
  e.preventDefault();
  if(form.getAttribute('aria-busy')!=='true')kies(form,e.submitter);
});
