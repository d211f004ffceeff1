// Lab: de velden zijn de bron, cijfers en grafiek volgen. Schuif en getal zijn twee ingangen voor dezelfde waarde.
// De formules zijn die van courseapp/labs/domain/peak_end.py; een test in de browser houdt ze gelijk.
import {sterkst,teken} from './curve.js';
import './lab-live.js';

const GRENZEN={score:[-10,10],minutes:[.5,60],weight:[0,1]};
const GETAL=/^[+-]?[0-9]{1,40}(\.[0-9]{1,40})?$/;
const GEVOELIG=.5;

function onthoud(momenten,gewicht){
  const scores=momenten.map(m=>m.score),piek=sterkst(scores),slot=scores.at(-1);
  const totaal=momenten.reduce((t,m)=>t+m.score*m.minuten,0),duur=momenten.reduce((t,m)=>t+m.minuten,0);
  const pe=(scores[piek]+slot)/2,gemiddeld=totaal/duur;
  return{plek:piek,peak:scores[piek],end:slot,peak_end:pe,mean:gemiddeld,total:totaal,remembered:gewicht*pe+(1-gewicht)*gemiddeld};
}

function opzetten(form){
  const komma=form.dataset.comma,svg=form.querySelector('.chart'),uit=k=>form.querySelectorAll(`[data-out="${k}"]`);
  const tabellen=[...form.querySelectorAll('[data-series]')];
  const taakvak=form.querySelector('[data-task]'),taak=taakvak&&JSON.parse(taakvak.dataset.task);
  const woorden=[...svg.querySelectorAll('.g-long')].map(t=>t.textContent);
  let meld;

  const toon=(x,dec=0,plus=true)=>{
    const f=10**dec,y=Math.round(Math.abs(x)*f+1e-9*f)/f;
    return(y===0?'':x<0?'−':plus?'+':'')+y.toFixed(dec).replace('.',komma);
  };
  const veldtekst=x=>String(+x.toFixed(4)).replace('-','−').replace('.',komma);

  function lees(veld){
    const soort=veld.dataset.kind,begin=+veld.dataset.start,[laag,hoog]=GRENZEN[soort];
    const t=veld.value.trim().replace('−','-').replace(',','.'),x=GETAL.test(t)?+t:null;
    const mis=x===null?(t?'number':'empty'):x<laag||x>hoog?'range':soort==='score'&&x!==Math.trunc(x)?'whole':'';
    const p=document.getElementById(veld.id+'-e');
    p.hidden=!mis;
    if(mis){
      p.querySelector('span').textContent=form.dataset[soort+mis[0].toUpperCase()+mis.slice(1)].replace('{value}',toon(begin,Number.isInteger(begin)?0:1,false));
      veld.setAttribute('aria-invalid','true');veld.setAttribute('aria-describedby',p.id);
    }else{veld.removeAttribute('aria-invalid');veld.removeAttribute('aria-describedby')}
    return mis?begin:x;
  }

  const momenten=tabel=>[...tabel.querySelectorAll('tbody tr')].map(rij=>{
    const m=rij.querySelector('[data-kind=minutes]');
    return{rij,score:lees(rij.querySelector('[data-kind=score]')),minuten:m?lees(m):+rij.dataset.startMinutes,
      begin:{score:+rij.dataset.start,minuten:+rij.dataset.startMinutes}};
  });

  function opdracht(reeksen,gewicht){
    if(!taak)return;
    const kant=x=>typeof x==='string'?reeksen[x].uitkomst.remembered:x,{left,op,right}=taak.goal,g=taak.limits;
    const l=kant(left),r=kant(right),gehaald={'<':l<r,'<=':l<=r,'>':l>r,'>=':l>=r}[op];
    const alle=Object.values(reeksen).map(x=>x.momenten),rang=(a,b)=>a-b;
    const punten=alle.flat().reduce((n,m)=>n+Math.abs(m.score-m.begin.score),0);
    const paren=(ms,van)=>ms.map(van).map(m=>`${m.score}/${m.minuten}`).sort().join();
    const binnen=(!g.same_weight||gewicht===1)&&(g.points===null||punten<=g.points)&&alle.every(ms=>{
      const nu=ms.map(m=>m.score).sort(rang),toen=ms.map(m=>m.begin.score).sort(rang);
      return(!g.order_only||paren(ms,m=>m)===paren(ms,m=>m.begin))&&(!g.no_raise||nu.every((x,i)=>x<=toen[i]));
    });
    const tekst=taakvak.querySelector('[data-task-text]'),noot=taakvak.querySelector('[data-task-note]');
    taakvak.classList.toggle('is-ok',gehaald&&binnen);
    tekst.textContent=gehaald&&binnen?tekst.dataset.done:tekst.dataset.open;
    noot.textContent=gehaald&&!binnen?noot.dataset.limit:(noot.dataset.points||'').replace('{n}',punten);
  }

  function reken(){
    const gewicht=lees(form.elements.w),reeksen={};
    for(const tabel of tabellen){
      const ms=momenten(tabel),uitkomst=onthoud(ms,gewicht);
      reeksen[tabel.dataset.series]={momenten:ms,uitkomst};
      ms.forEach((m,i)=>{
        m.rij.classList.toggle('is-changed',m.score!==m.begin.score||m.minuten!==m.begin.minuten);
        m.rij.querySelector('[data-role]').textContent=[i===uitkomst.plek?'▲ '+form.dataset.peak:'',i===ms.length-1?'■ '+form.dataset.end:''].join(' ').trim();
        const schuif=m.rij.querySelector('[type=range]');schuif.value=m.score;schuif.setAttribute('aria-valuetext',toon(m.score));
      });
      for(const [k,x] of Object.entries(uitkomst))uit(`${tabel.dataset.series}-${k}`).forEach(e=>e.textContent=toon(x,+(e.dataset.decimals??1)));
    }
    form.querySelector('[data-weight]').value=gewicht;
    const {a,b}=reeksen,kans=100/(1+Math.exp(-GEVOELIG*(a.uitkomst.remembered-b.uitkomst.remembered)));
    uit('chance').forEach(e=>e.textContent=toon(kans,0,false));
    opdracht(reeksen,gewicht);
    teken(svg,['a','b'].map(n=>({naam:n.toUpperCase(),css:n==='a'?'':'s2',waarden:reeksen[n].momenten.map(m=>m.score),minuten:reeksen[n].momenten.map(m=>m.minuten),
      herinnerd:reeksen[n].uitkomst.remembered,gemiddeld:reeksen[n].uitkomst.mean})),woorden);
    clearTimeout(meld);
    meld=setTimeout(()=>uit('status').forEach(e=>e.textContent=e.dataset.tpl.replace('{a}',toon(a.uitkomst.remembered,1)).replace('{b}',toon(b.uitkomst.remembered,1)).replace('{chance}',toon(kans,0,false))),600);
  }

  form.addEventListener('input',e=>{
    if(e.target.matches('[data-weight]'))form.elements.w.value=veldtekst(+e.target.value);
    else if(e.target.type==='range')e.target.closest('tr').querySelector('[data-kind=score]').value=veldtekst(+e.target.value);
    reken();
  });
  form.addEventListener('submit',e=>{
    e.preventDefault();
    const rij=e.submitter?.name==='move'&&e.submitter.closest('tr');
    if(!rij)return;
    const boven=rij.previousElementSibling;
    for(const soort of ['score','minutes']){
      const x=rij.querySelector(`[data-kind=${soort}]`),y=boven.querySelector(`[data-kind=${soort}]`);
      if(x)[x.value,y.value]=[y.value,x.value];
    }
    reken();
    (boven.querySelector('[name=move]')||e.submitter).focus();
    const n=[...rij.parentElement.children].indexOf(boven)+1,naam=boven.querySelector('[data-kind=score]').value;
    clearTimeout(meld);
    uit('status').forEach(s=>s.textContent=form.dataset.moved.replace('{name}',naam).replace('{place}',n).replace('{count}',rij.parentElement.children.length));
  });
  reken();
}

document.addEventListener('lab:nieuw',e=>{
  const form=e.target.querySelector('[data-lab]');
  if(form)opzetten(form);
});
document.querySelectorAll('[data-lab]').forEach(opzetten);
