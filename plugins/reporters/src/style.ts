/**
 * The style sheet of the page. Two themes by `prefers-color-scheme`; colours are chosen to stay apart for readers with
 * any common colour vision (after Okabe and Ito 2008) and always go with a shape, a figure or a word.
 */
export const style = `
:root{color-scheme:light dark;--paper:#fdfdfb;--card:#f6f6f2;--ink:#1c2128;--soft:#57606c;--hair:#e2e2db;--hair2:#cfcfc7;
--blue:#0b62a8;--rust:#b8480a;--warn:#fff3d6;--warn-ink:#6b4800;--warn-hair:#e7c873;--shade:rgb(0 0 0/.16);
--k0:#0b62a8;--k1:#c9530c;--k2:#00805c;--k3:#a03c8c;--k4:#2f93cc;--k5:#8f6b00;--k6:#5f6875;--k7:#96213f}
@media (prefers-color-scheme:dark){:root{--paper:#13161b;--card:#1b1f26;--ink:#e7e9ec;--soft:#9ca5b1;--hair:#2b3038;--hair2:#404750;
--blue:#6cb6f5;--rust:#f79a5b;--warn:#2f2812;--warn-ink:#f1d48a;--warn-hair:#6a5718;--shade:rgb(255 255 255/.16);
--k0:#6cb6f5;--k1:#f79a5b;--k2:#3fc79b;--k3:#e392d2;--k4:#a9d8f7;--k5:#dcc04f;--k6:#a7b0bd;--k7:#f0899f}}
.c0{--c:var(--k0)}.c1{--c:var(--k1)}.c2{--c:var(--k2)}.c3{--c:var(--k3)}.c4{--c:var(--k4)}.c5{--c:var(--k5)}.c6{--c:var(--k6)}.c7{--c:var(--k7)}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;
font-variant-numeric:tabular-nums lining-nums;overflow-wrap:break-word}
main{max-width:1168px;margin:0 auto;padding:56px 24px 40px}
h1,h2{font-family:Charter,'Bitstream Charter','Sitka Text',Cambria,Georgia,serif;font-weight:600;letter-spacing:-.01em;line-height:1.15;text-wrap:balance}
h1{font-size:44px;margin:0 0 12px}
h2{font-size:27px;margin:0 0 4px}
h3{font-size:16px;font-weight:600;margin:28px 0 8px}
h4{font-size:14px;font-weight:600;margin:0 0 2px}
p{margin:0 0 12px}
.version{margin-left:.5em;font-size:.42em;font-weight:400;color:var(--soft);letter-spacing:0}
.kicker{margin:0 0 10px;font-size:13px;letter-spacing:.04em;color:var(--soft)}
.lead{max-width:46em;font-size:18px;line-height:1.5}
.counts{display:flex;flex-wrap:wrap;gap:4px 22px;margin:18px 0 0;padding:0;list-style:none;color:var(--soft);font-size:15px}
.banner{display:inline-block;max-width:56em;margin:22px 0 0;padding:11px 16px;border:1px solid var(--warn-hair);border-radius:8px;background:var(--warn);color:var(--warn-ink);font-size:15px}
.generated{display:inline-block;padding:1px 8px;border:1px solid var(--warn-hair);border-radius:99px;background:var(--warn);color:var(--warn-ink);font-size:12px;font-weight:600;line-height:1.5;white-space:nowrap;letter-spacing:.01em}
.banner .generated{margin-right:6px;border-color:currentColor}
section{margin-top:60px}
.intro{max-width:46em;margin-bottom:18px;color:var(--soft)}
.note,figcaption,.empty{font-size:13px;line-height:1.5;color:var(--soft)}
.note{margin-top:10px;max-width:46em}
.scroll{position:relative;overflow-x:auto;max-width:100%;margin:10px 0 0;
background:linear-gradient(to left,var(--paper) 40%,transparent) right/40px 100% no-repeat local,linear-gradient(to left,var(--shade),transparent) right/14px 100% no-repeat scroll}
.scroll:focus-visible,summary:focus-visible{outline:2px solid var(--blue);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:13.5px;line-height:1.4}
caption{caption-side:bottom;padding:9px 0 2px;text-align:left}
th,td{padding:9px 7px;text-align:left;vertical-align:top;border-bottom:1px solid var(--hair)}
thead th{font-weight:600;font-size:12.5px;color:var(--soft);border-bottom:1px solid var(--hair2);vertical-align:bottom;overflow-wrap:normal;hyphens:none}
tbody th{font-weight:500;min-width:8em}
td:not(.right){min-width:7em}
th:first-child,td:first-child{padding-left:2px}
.right{text-align:right;white-space:nowrap}thead .right{white-space:normal}
.arrow{white-space:nowrap;color:var(--soft);font-weight:400}
strong{font-weight:700}
.figure{display:inline-block}
.interval-text{display:block;font-size:12px;color:var(--soft)}
.better,.worse{margin-left:3px;font-size:10px;vertical-align:1px}
.better{color:var(--blue)}.worse{color:var(--rust)}
.method{display:inline-flex;gap:8px;align-items:baseline}
.swatch{flex:none;position:relative;top:1.5px}
.tag{display:inline-block;margin-left:8px;padding:0 7px;border:1px solid var(--hair2);border-radius:99px;font-size:11.5px;font-weight:400;color:var(--soft);white-space:nowrap}
.tag.failed{border-color:var(--rust);color:var(--rust)}
.method .tag{margin-left:2px}
.unfinished{margin:14px 0 0;padding:0;list-style:none;font-size:14px}
.unfinished li{padding:8px 2px;border-bottom:1px solid var(--hair)}
.unfinished .method-name{font-weight:500}
.unfinished .tag{margin-right:10px}
.reason{color:var(--soft)}
.pair{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:12px 56px;margin-top:20px;align-items:start}
figure{margin:0;min-width:0}
figure h3{margin-top:20px}
.block h3{margin-top:20px}
figcaption{margin-top:8px;max-width:520px}
.panels figcaption{max-width:46em;margin-top:14px}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,336px),1fr));gap:30px 40px;margin-top:8px}
.panel{min-width:0}
.panel h4{display:flex;gap:7px;align-items:baseline;margin-bottom:6px}
.count{font-weight:400;color:var(--soft);font-size:13px}
svg{display:block;max-width:100%;height:auto;overflow:visible}
.narrow{display:none}
svg text{font-size:12px;fill:var(--ink)}
.axis text,svg text.tick{font-size:11px;fill:var(--soft)}
svg text.axis-title{font-size:11.5px;fill:var(--soft)}
svg text.value{font-weight:600}
.halo{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
.grid-line,line.grid{stroke:var(--hair);stroke-width:1;display:inline}
line.reference{stroke:var(--soft);stroke-width:1;stroke-dasharray:3 4}
line.interval{stroke:var(--c);stroke-width:3.5;stroke-opacity:.38;stroke-linecap:round}
line.interval.thin{stroke-width:2}
.mark{fill:var(--c);stroke:var(--paper);stroke-width:1.25}
.see-through .mark{fill-opacity:.72}
.curve{fill:none;stroke:var(--c);stroke-width:1.75}
.heat-none{fill:none;stroke:var(--hair);stroke-dasharray:2 3}
.heat-base{fill:var(--paper)}
.heat{fill:var(--blue);stroke:var(--hair);stroke-width:.5}
.heat-pale text,.heat-middle text,.heat-deep text{font-weight:500}
svg text.heat-count{font-size:9.5px;font-weight:400}
svg text.heat-small{font-size:10px}
.heat-deep text{fill:var(--paper)}
@media (prefers-color-scheme:dark){.heat-middle text{fill:var(--paper)}}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;margin:0 0 10px;padding:0;list-style:none;font-size:13px}
.legend li{display:flex;gap:6px;align-items:baseline;min-width:0}
details{margin-top:12px}
summary{cursor:pointer;font-size:14px}
summary:hover{color:var(--blue)}
.keys{margin:0 0 6px;max-width:none}.answer-head{display:inline-flex;gap:5px;align-items:baseline}
#queries>.generated{margin-bottom:12px}
.answer{display:inline-block;min-width:2.2em;padding:1px 6px;border:1px solid transparent;border-radius:5px;text-align:center;font-size:13px;line-height:1.45;white-space:nowrap}
.answer.first,.answer.rejected{background:color-mix(in srgb,var(--blue) 17%,transparent);font-weight:700}
.answer.listed,.answer.later{border-color:var(--hair2)}
.answer.missed,.answer.alarm{background:color-mix(in srgb,var(--rust) 17%,transparent)}
.answer.unknown{color:var(--soft)}
.query{margin:0;border-bottom:1px solid var(--hair)}
.query>summary,.query-head{display:grid;grid-template-columns:minmax(0,1.1fr) minmax(0,1fr) 5.5em auto;gap:4px 16px;align-items:baseline;padding:8px 2px}
.query>summary{list-style:none}
.query>summary::-webkit-details-marker{display:none}
.query-title{min-width:0}
.query .query-title::before{content:'';display:inline-block;width:0;height:0;margin-right:10px;border:4px solid transparent;border-left:6px solid var(--soft);border-right:0;vertical-align:1px}
.query[open] .query .query-title::before{transform:rotate(90deg)}
.query-class,.query-truth{font-size:13px;color:var(--soft)}
.answers{display:grid;grid-template-columns:repeat(var(--m),3.6em);gap:5px;justify-content:end;justify-items:center}
.answers.many{grid-template-columns:repeat(var(--m),2.7em)}
.answers .answer{width:100%}
.query-head{border-bottom:1px solid var(--hair2);font-size:13px;color:var(--soft)}
.query-body{padding:4px 2px 22px 20px}
.method-outcome{margin-top:14px}
.method-outcome h4{display:flex;gap:8px;align-items:baseline;font-size:13.5px}
.verdict{margin-left:.4em;font-weight:400;color:var(--soft)}
.found{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1.25fr);gap:2px 24px;align-items:center;padding:3px 0}
.where{margin:0;font-size:13px;line-height:1.4;color:var(--soft)}
.track-name{color:var(--ink)}
.place{margin:0 5px 0 4px}
.right-mark{color:var(--blue);font-weight:700}
.wrong-mark{color:var(--rust)}
.lane{width:100%;height:18px}
.lane .track{fill:var(--hair2)}
.lane .band{fill:var(--soft);fill-opacity:.2}
.lane.truth .spans{fill:var(--soft)}
.lane .others{opacity:.3}
.lane.right .spans{fill:var(--blue);fill-opacity:.9}
.lane.wrong .spans{fill:var(--rust);fill-opacity:.9}
.time-axis{display:flex;justify-content:space-between;margin:2px 0 0 auto;width:calc((100% - 24px)*1.25/2.25);font-size:11px;color:var(--soft)}
.sentences{margin:12px 0 0;padding-left:1.1em;max-width:50em}
.sentences li{margin-bottom:6px}
dl{display:grid;grid-template-columns:minmax(7em,max-content) minmax(0,1fr);gap:6px 24px;margin:10px 0 0;max-width:62em;font-size:15px}
dt{font-weight:600;max-width:16em}
dd{margin:0}
.digest,.ids{font:13px/1.5 ui-monospace,'SF Mono',Menlo,Consolas,monospace;color:var(--soft)}
footer{margin-top:64px;padding-top:14px;border-top:1px solid var(--hair);font-size:13px;color:var(--soft)}
@media (max-width:1060px){.pair{grid-template-columns:minmax(0,1fr)}}
@media (max-width:640px){
main{padding:32px 16px 32px}
h1{font-size:33px}h2{font-size:23px}.lead{font-size:16.5px}
section{margin-top:46px}
.wide{display:none}.narrow{display:block}
th,td{padding:8px 9px}
.scroll tbody th:first-child,.scroll thead th:first-child{position:sticky;left:0;background:var(--paper);z-index:1;max-width:9.5em;min-width:7em;padding-right:12px;box-shadow:1px 0 0 var(--hair)}
.method .swatch{display:none}
.method{display:inline}
.query>summary,.query-head{grid-template-columns:minmax(0,1fr) auto;gap:2px 10px}
.query-truth{grid-column:1;grid-row:2;padding-left:16px}
.query-class{grid-column:1;grid-row:3;padding-left:16px}
.query-head .query-class,.query-head .query-truth{display:none}
.answers{grid-column:2;grid-row:1/4;align-self:center;grid-template-columns:repeat(var(--m),2.7em);gap:4px}
.answers.many{grid-column:1/-1;grid-row:4;justify-content:start;padding-left:16px}
.found{grid-template-columns:minmax(0,1fr);padding:5px 0}
.query-body{padding-left:0}
.time-axis{width:100%}
dl{grid-template-columns:minmax(0,1fr);gap:0}
dd{margin-bottom:10px}
}
@media print{
:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--hair:#ddd;--hair2:#bbb}
main{max-width:none;padding:0}
body{font-size:11.5px}.lead{font-size:13px}h1{font-size:30px}h2{font-size:19px}
table{font-size:9.5px}thead th{font-size:9px}.interval-text{font-size:8.5px}
th,td{padding:5px 4px}tbody th{min-width:6.5em}
.pair{grid-template-columns:repeat(2,minmax(0,1fr));gap:8px 24px}
section{margin-top:24px}
.scroll{overflow:visible;background:none}
figure:not(.panels),.panel,tr,.method-outcome{break-inside:avoid}
h2,h3,h4,.intro{break-after:avoid}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
`;
