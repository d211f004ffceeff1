// De grafiek op papier, zoals courseapp/web/curve.py en chart.py hem tekenen: monotone interpolatie,
// alles in procenten, piek ▲ of ▼, slot ■, en wat herinnerd wordt als een streepje ernaast.
const NS='http://www.w3.org/2000/svg';
const LAAG=-10,HOOG=10,STAP=2;
const VAK={links:12,rechts:76,boven:10,onder:85};
const STREEP=2.6,NAAST=7,UIT_ELKAAR=9;

const maak=(naam,eigenschappen={},tekst)=>{
  const e=document.createElementNS(NS,naam);
  for(const [k,v] of Object.entries(eigenschappen))e.setAttribute(k,v);
  if(tekst!=null)e.textContent=tekst;
  return e;
};
export const kort=x=>{const t=(x+1e-9).toFixed(1).replace(/\.0$/,'');return t==='-0'?'0':t};

export function mono(p){
  if(p.length<2)return'';
  const s=[],m=[];
  for(let i=0;i<p.length-1;i++)s.push((p[i+1][1]-p[i][1])/(p[i+1][0]-p[i][0]));
  m.push(s[0]*.5);
  for(let i=1;i<s.length;i++){
    const a=Math.abs(s[i-1]),b=Math.abs(s[i]);
    m.push(s[i-1]*s[i]<=0?0:Math.sign(s[i])*Math.min(2.6*Math.min(a,b),.65*(a+b)));
  }
  m.push(s.at(-1)*.5);
  let d=`M${kort(p[0][0])} ${kort(p[0][1])}`;
  for(let i=0;i<p.length-1;i++){
    const [x,y]=p[i],[x2,y2]=p[i+1],h=(x2-x)/3;
    d+='C'+[x+h,y+m[i]*h,x2-h,y2-m[i+1]*h,x2,y2].map(kort).join(' ');
  }
  return d;
}

// de piek: het verst van nul; bij gelijke uitslag het vervelende moment, dan het eerste
export const sterkst=v=>v.reduce((b,x,i)=>Math.abs(x)>Math.abs(v[b])||(Math.abs(x)===Math.abs(v[b])&&x<0&&v[b]>0)?i:b,0);

export function middens(minuten){
  const p=[0];
  for(let i=1;i<minuten.length;i++)p.push(p[i-1]+(minuten[i-1]+minuten[i])/2);
  return p;
}

const Y=v=>VAK.onder-(VAK.onder-VAK.boven)*(v-LAAG)/(HOOG-LAAG);
const X=(plek,lengte)=>VAK.links+(VAK.rechts-VAK.links)*(lengte?plek/lengte:0);
const op=(x,y,kind)=>{const s=maak('svg',{x:kort(x)+'%',y:kort(y)+'%',overflow:'visible'});s.append(kind);return s};
const lijn=(css,xa,xb,y)=>maak('line',{class:css,x1:kort(xa)+'%',x2:kort(xb)+'%',y1:kort(y)+'%',y2:kort(y)+'%'});
const woord=(css,x,y,tekst,dx,dy,anker='middle')=>op(x,y,maak('text',{class:css,'text-anchor':anker,x:dx,y:dy},tekst));

function schaal(){
  const uit=[maak('line',{class:'g-axis',x1:26,x2:26,y1:kort(Y(HOOG))+'%',y2:kort(Y(LAAG))+'%'})];
  for(let v=LAAG;v<=HOOG;v+=STAP)uit.push(op(0,Y(v),maak('path',{class:'g-tick',d:`M26 0h${v===LAAG||v===0||v===HOOG?10:5}`})));
  for(const [v,t] of [[LAAG,'−'+-LAAG],[0,'0'],[HOOG,'+'+HOOG]])uit.push(woord('g-lab',0,Y(v),t,20,4.5,'end'));
  return uit;
}

function tekens(reeks,punten,boven){
  const uit=[],laatste=punten.length-1,piek=sterkst(reeks.waarden);
  punten.forEach(([x,y],i)=>{if(i<laatste)uit.push(op(x,y,maak('circle',{class:'c-dot',r:3.5})))});
  uit.push(op(...punten[laatste],maak('path',{class:'c-mark',d:'M-7-7h14v14h-14z'})));
  const weg=piek===laatste?30:22;
  uit.push(op(...punten[piek],maak('path',{class:'c-mark',d:reeks.waarden[piek]>=0?`M0-${weg}l8 12h-16z`:`M0 ${weg}l8-12h-16z`})));
  uit.push(woord('g-name',...punten[0],reeks.naam,0,boven?-12:22));
  return uit;
}

function streepjes(reeksen){
  return reeksen.flatMap((r,n)=>{
    const midden=VAK.rechts+NAAST+UIT_ELKAAR*n,xa=midden-STREEP,xb=midden+STREEP;
    return[lijn('g-mem',xa,xb,Y(r.herinnerd)),lijn('g-mem2',xa,xb,Y(r.herinnerd)),lijn('g-avg',xa,xb,Y(r.gemiddeld)),woord('g-name',midden,100,r.naam,0,-6)];
  });
}

/** Teken reeksen {naam, css, waarden, minuten, herinnerd, gemiddeld} in een bestaande <svg class="chart">. */
export function teken(svg,reeksen,woorden){
  const plekken=reeksen.map(r=>middens(r.minuten)),lengte=Math.max(...plekken.map(p=>p.at(-1)));
  const punten=reeksen.map((r,n)=>r.waarden.map((v,i)=>[X(plekken[n][i],lengte),Y(v)]));
  const vlak=maak('svg',{viewBox:'0 0 1000 100',preserveAspectRatio:'none',width:'100%',height:'100%',overflow:'visible'});
  vlak.append(maak('path',{class:'c-zero',d:`M40 ${kort(Y(0))}H${kort(VAK.rechts*10+20)}`}));
  reeksen.forEach((r,n)=>{const d=mono(punten[n].map(([x,y])=>[x*10,y]));if(d)vlak.append(maak('path',{class:`c-line ${r.css}`.trim(),d}))});
  const begin=punten.map(p=>p[0][1]),hoogste=begin.indexOf(Math.min(...begin));
  const langste=plekken.findIndex(p=>p.at(-1)===lengte);
  const onder=plekken[langste].flatMap((p,i)=>[woord('g-lab g-long',X(p,lengte),100,woorden[i],0,-6),woord('g-lab g-short',X(p,lengte),100,i+1,0,-6)]);
  svg.replaceChildren(...schaal(),...streepjes(reeksen),vlak,...reeksen.flatMap((r,n)=>tekens(r,punten[n],n===hoogste)),...onder);
}
