// Rapport: ververst de uitkomst terwijl je filtert; zonder script doet de knop Filter hetzelfde.
const form=document.querySelector('[data-filters]');
let running=null,timer=0;

async function show(url){
  running?.abort();
  running=new AbortController();
  let answer;
  try{answer=await fetch(url,{signal:running.signal,headers:{Accept:'text/html'}})}
  catch(error){if(error.name!=='AbortError')location.assign(url);return}
  if(!answer.ok||answer.redirected){location.assign(url);return}
  const page=new DOMParser().parseFromString(await answer.text(),'text/html');
  for(const part of document.querySelectorAll('[data-part]')){
    const fresh=page.querySelector(`[data-part="${part.dataset.part}"]`);
    if(!fresh){location.assign(url);return}
    if(part.dataset.part==='count')part.textContent=fresh.textContent;
    else part.replaceWith(document.adoptNode(fresh));
  }
  history.replaceState(null,'',url);
}

function chosen(){
  const query=new URLSearchParams();
  for(const [name,value] of new FormData(form))if(value)query.set(name,value);
  const url=new URL(form.action);
  url.search=query;
  return url;
}

form.addEventListener('input',event=>{
  if(event.target.type==='date'&&!event.target.validity.valid)return;
  clearTimeout(timer);
  timer=setTimeout(()=>show(chosen()),250);
});
form.addEventListener('submit',event=>{event.preventDefault();clearTimeout(timer);show(chosen())});

// Sorteren blijft bij de kop waarop je klikte.
document.addEventListener('click',async event=>{
  const link=event.target.closest('a[data-swap]');
  if(!link||event.ctrlKey||event.metaKey||event.shiftKey||event.button)return;
  event.preventDefault();
  const column=link.closest('th').cellIndex;
  await show(link.href);
  const order=new URL(link.href).searchParams;
  form.elements.sorteer.value=order.get('sorteer')??form.elements.sorteer.options[0].value;
  form.elements.richting.value=order.get('richting')??'';
  document.querySelectorAll('[data-part="table"] thead th')[column]?.querySelector('a')?.focus();
});
