// The page's behaviour: read a document, ask the gateway what it is, send it to a receiver, show what arrived and what did not.
// Nothing is kept: the document and the key live in this tab's memory only.
'use strict';

const $ = (id) => document.getElementById(id);
const kExamples = [
  ['/examples/discharge-summary.xml', 'a discharge summary'],
  ['/examples/referral.json', 'a referral'],
  ['/examples/care-plan.json', 'a care plan'],
  ['/examples/status-updates.csv', 'an agency’s answers'],
];
// The fates in the order of the ledger: a word for the filter, and why a value met it when no rule says more.
const kFates = {
  copied: ['copied', ''],
  converted: ['converted', 'Arrived in another code, unit, precision or spelling.'],
  kept: ['kept', 'Not in the result; held for the way back.'],
  ignored: ['ignored', 'A rule leaves it out.'],
  withheld: ['withheld', 'The policy for this receiver does not let it pass.'],
  no_room: ['no room', 'The receiver’s format has no place for it.'],
  undecided: ['undecided', 'Nobody decided yet what becomes of it.'],
};
const kMaxLines = 6000;
const kMaxLineChars = 20000;
const kMaxRows = 1500;
const kMaxRecords = 12;

const state = { key: '', bytes: null, text: '', name: '', answer: null, filter: '', turn: 0, partners: [] };

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function size_text(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

const number_text = (n) => n.toLocaleString('en');

// ---- the gateway

async function ask(path, body) {
  const headers = {};
  if (state.key) headers.Authorization = `Bearer ${state.key}`;
  if (body) headers['Content-Type'] = 'application/octet-stream';
  const response = await fetch(path, { method: body ? 'POST' : 'GET', headers, body, cache: 'no-store' });
  if (response.status === 401) {
    $('key-wrong').hidden = !state.key;
    $('key-form').hidden = false;
    $('key').focus();
  }
  return response;
}

async function load_choices() {
  const answers = await Promise.all([ask('/partners'), ask('/plugins')]);
  if (!answers.every((answer) => answer.ok)) return;
  const [{ partners }, { plugins }] = await Promise.all(answers.map((answer) => answer.json()));
  state.partners = [...partners].sort((a, b) => a.name.localeCompare(b.name));
  const can = (direction) => plugins.filter((plugin) => plugin.directions.includes(direction));
  const option = (value, text) => element('option', { value, textContent: text });
  const partner_options = (able) => state.partners.filter((p) => able.some((d) => d.name === p.dialect))
    .map((p) => option(p.id, `${p.name} (${p.kind.replaceAll('-', ' ')})`));
  const group = (label, options) => {
    const made = element('optgroup', {}, ...options);
    made.label = label;
    return made;
  };
  const dialects = (able) => able.map((plugin) => option(plugin.name, plugin.title || plugin.name));
  $('from').replaceChildren($('from').options[0], group('from a partner', partner_options(can('read'))), group('in a file type', dialects(can('read'))));
  $('to').replaceChildren($('to').options[0], group('Partners', partner_options(can('write'))),
    group('File types, as a TEST without policy', dialects(can('write'))));
  $('to').disabled = false;
  $('key-form').hidden = true;
  await show_parked();
}

// ---- what waits for a decision; an operator takes it at the command line

async function show_parked() {
  const response = await ask('/parked');
  if (!response.ok) return;
  const { parked } = await response.json();
  $('parked').hidden = parked.length === 0;
  $('parked-list').replaceChildren(...parked.map(parked_file));
}

// What stands between backticks is a name.
const named = (text) => text.split('`').map((piece, i) => (i % 2 === 0 ? piece : element('code', { textContent: piece })));

function parked_file({ id, sender, files, undecided, changes }) {
  const command = (words) => element('code', { textContent: `caseway parked ${words}` });
  const named_files = files.filter((file) => !/^part-\d+$/.test(file)).join(', ');  // what came without a name has a number
  const made = element('article', {}, element('h3', { textContent: `${named_files || 'A file'} from ${sender}` }),
    element('ol', {}, ...changes.map(({ text, accepted }) => element('li', { className: accepted ? 'decided' : '' }, ...named(text),
      accepted ? element('span', { className: 'hint', textContent: ` Accepted: ${accepted}.` }) : ''))),
    undecided > 0
      ? element('p', { className: 'hint' }, command(`accept ${id} NUMBER`), ' accepts a change, ', command(`reject ${id}`), ' takes the file away.')
      : element('p', { className: 'hint', textContent: 'All is decided: send the file again.' }));
  made.dataset.id = id;
  return made;
}

// ---- the document

function decoded(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

async function take_document(bytes, name) {
  if (bytes.length === 0) return say('The document is empty.');
  Object.assign(state, { bytes, name, text: decoded(bytes), answer: null });
  $('empty').hidden = true;
  $('source').hidden = $('clear').hidden = $('from').hidden = false;
  $('source-size').textContent = size_text(bytes.length);
  show_code($('source'), state.text);
  clear_result();
  await recognise();
  await translate();
}

async function recognise() {
  const turn = ++state.turn;
  const what = $('what');
  what.textContent = 'looking …';
  const response = await ask('/recognise', state.bytes.slice(0, 65536));
  if (turn !== state.turn || !response.ok) return;
  const { dialects } = await response.json();
  what.classList.toggle('none', dialects.length === 0);
  what.textContent = dialects.length > 0 ? dialects[0].what || dialects[0].name : 'a document that no file type recognises';
}

function forget_document() {
  state.turn++;
  Object.assign(state, { bytes: null, text: '', name: '' });
  $('empty').hidden = false;
  $('source').hidden = $('clear').hidden = $('from').hidden = true;
  $('source-size').textContent = '';
  $('what').textContent = 'none yet';
  $('what').classList.add('none');
  $('from').value = 'auto';
  $('paste').value = $('file').value = '';
  clear_result();
  $('paste').focus();
}

// Lines with their numbers; a very large text shows its beginning, the whole of it is still translated and downloaded.
function show_code(view, text) {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.length > 1 && lines.at(-1) === '') lines.pop();
  const shown = lines.slice(0, kMaxLines).map((line, i) => {
    const made = element('p', {}, element('span', { textContent: line.slice(0, kMaxLineChars) || ' ' }));
    made.dataset.line = i + 1;
    return made;
  });
  view.replaceChildren(...shown);
  if (lines.length > kMaxLines) view.append(element('div', { className: 'rest', textContent: `… and ${number_text(lines.length - kMaxLines)} more lines` }));
  view.scrollTop = 0;
  view.lines = lines;
}

// The records of a CSV text: RFC 4180, the separator as its first line shows it.
function csv_records(text) {
  const separator = [',', ';', '\t'].reduce((best, c) => (text.split('\n')[0].split(c).length > text.split('\n')[0].split(best).length ? c : best));
  const records = [[]];
  let cell = '';
  let inside = false;
  for (let i = text.charCodeAt(0) === 0xfeff ? 1 : 0; i < text.length; i++) {
    const c = text[i];
    if (inside) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') cell += text[i++];
      else inside = false;
    } else if (c === '"') {
      inside = true;
    } else if (c === separator || c === '\n') {
      records.at(-1).push(cell);
      cell = '';
      if (c === '\n') records.push([]);
    } else if (c !== '\r') {
      cell += c;
    }
  }
  records.at(-1).push(cell);
  return records.filter((record) => record.length > 1 || record[0] !== '');
}

// A CSV result as people read it: one line per column of theirs, one column per record. Many records stay text.
function show_cells(view, text) {
  const records = csv_records(text);
  if (records.length < 2 || records.length > kMaxRecords) {
    show_code(view, text);
    return;
  }
  const rows = records[0].map((name, i) => element('tr', {}, element('th', { scope: 'row', textContent: name }),
    ...records.slice(1).map((record) => element('td', { textContent: record[i] ?? '', className: record[i] ? '' : 'blank' }))));
  view.replaceChildren(element('table', {}, element('tbody', {}, ...rows)));
  view.scrollTop = 0;
}

// Shows a line of the source and, on a long one, the place in it.
function go_to(line, column, row) {
  const view = $('source');
  for (const old of document.querySelectorAll('.here')) {
    old.classList.remove('here');
    if (old.dataset.line) old.firstChild.textContent = view.lines[old.dataset.line - 1].slice(0, kMaxLineChars) || ' ';
  }
  if (row) row.classList.add('here');
  const at = view.children[line - 1];
  if (!at || !at.dataset.line) return;
  at.classList.add('here');
  const text = at.firstChild.textContent;
  const points = [...text.slice(0, kMaxLineChars)];
  if (column > 0 && column <= points.length) {
    const before = points.slice(0, column - 1).join('');
    const word = points.slice(column - 1).join('').match(/^(?:[\w.:@-]+|"(?:[^"\\]|\\.)*"?|.)/su)[0];
    at.firstChild.replaceChildren(before, element('mark', { textContent: word }), text.slice(before.length + word.length));
    at.querySelector('mark').scrollIntoView({ block: 'center', behavior: 'instant' });
  } else {
    at.scrollIntoView({ block: 'center', behavior: 'instant' });
  }
  view.focus({ preventScroll: true });
}

// ---- the journey

function say(text) { $('status').textContent = text; }

function clear_result() {
  state.answer = null;
  state.filter = '';
  for (const id of ['result', 'ledger', 'details', 'issues', 'test', 'repairs']) $(id).hidden = true;
  $('issues').classList.remove('failed');
  $('no-result').hidden = false;
  $('result-size').textContent = '';
  $('download').disabled = true;
  say('');
}

function say_policy() {
  const partner = state.partners.find((p) => p.id === $('to').value);
  $('policy').textContent = partner ? `Receives what the policy “${partner.policy.replaceAll('-', ' ')}” allows, and nothing else.`
    : $('to').value ? 'A test: everything passes, because no partner and no policy is named.' : 'Partners receive what their policy allows.';
}

async function translate() {
  clear_result();
  say_policy();
  if (!state.bytes || !$('to').value) return;
  const turn = ++state.turn;
  const query = new URLSearchParams({ from: $('from').value, to: $('to').value, report: 'text', partial: 'true' });
  $('journey').classList.add('busy');
  say('On its way …');
  const started = performance.now();
  let response;
  let answer;
  try {
    response = await ask(`/translate?${query}`, state.bytes);
    answer = await response.json();
  } catch {
    response = { ok: false };
    answer = { issue: [{ severity: 'fatal', details: { text: 'The gateway does not answer. Is it still running?' } }] };
  }
  if (turn !== state.turn) return;
  $('journey').classList.remove('busy');
  say(response.ok ? `${Math.max(1, Math.round(performance.now() - started))} ms there and back.` : '');
  if (!response.ok) show_refusal(answer);
  else if (answer.resourceType === 'OperationOutcome') show_outcome(answer, response.headers.get('X-Caseway-Parked'));
  else show_answer(answer);
  if (response.ok && !$('parked').hidden) show_parked();  // what went through waits no more
}

// Taken, and without a result: the file waits for a decision, or says nothing new.
async function show_outcome(outcome, parked) {
  show_issues(issues_of(outcome), false);
  if (!parked) return;
  await show_parked();
  const file = $('parked-list').querySelector(`[data-id="${CSS.escape(parked)}"]`);
  if (file) file.classList.add('here');
}

function show_answer(answer) {
  state.answer = answer;
  const text = answer.encoding === 'base64' ? decoded(result_bytes()) : answer.document;
  $('no-result').hidden = true;
  $('result').hidden = false;
  if (/csv/.test(answer.media_type)) show_cells($('result'), text);
  else show_code($('result'), text);
  $('result-size').textContent = [answer.media_type, size_text(result_bytes().length)].filter(Boolean).join(' · ');
  $('test').hidden = !answer.test;
  $('download').disabled = false;
  show_ledger(answer.report);
  show_repairs(answer);
  show_issues(answer.report.issues.map((i) => ({ ...i, place: i.location })), false);
}

function show_repairs({ refused = 0, repairs = [] }) {
  $('repairs').hidden = refused === 0;
  $('repairs-title').textContent = refused === 1 ? 'One document was refused' : `${number_text(refused)} documents were refused`;
  $('repairs-list').replaceChildren(...repairs.filter((each) => each.document).map((each) => {
    const button = element('button', { type: 'button', textContent: `Download ${each.name || 'their rows'}` });
    button.addEventListener('click', () => save(bytes_of(each), each.name || `${base_name()}.repair.csv`, each.media_type));
    return button;
  }));
}

// Of an OperationOutcome: its diagnostics are the issue's id and, where known, line and column.
function issues_of(outcome) {
  return (outcome.issue || []).map((issue) => {
    const [, line = 0, column = 0] = (issue.diagnostics || '').match(/, line (\d+)(?:, column (\d+))?/) || [];
    const [place = ''] = issue.expression || issue.location || [];
    return { severity: issue.severity, text: issue.details ? issue.details.text : '', place, line: Number(line), column: Number(column) };
  });
}

const show_refusal = (outcome) => show_issues(issues_of(outcome), true);

function show_issues(issues, failed) {
  if (issues.length === 0) return;
  $('issues').hidden = false;
  $('issues').classList.toggle('failed', failed);
  $('issues-title').textContent = failed ? 'This document did not get through' : issues.length === 1 ? 'One thing to know' : `${issues.length} things to know`;
  $('issues-list').replaceChildren(...issues.map((issue) => {
    const item = element('li', { className: issue.severity }, issue.text, ' ');
    const place = issue.line > 0 && !/line \d/.test(issue.place) ? [issue.place, `line ${issue.line}`].filter(Boolean).join(', ') : issue.place;
    if (place) item.append(place_button(place, issue.line, issue.column));
    return item;
  }));
}

// A path that a narrow column breaks between its steps.
const breakable = (path) => path.split(/(?<=[./])/).flatMap((step) => [step, element('wbr')]);

function place_button(text, line, column, row) {
  if (!line) return element('span', { className: 'place' }, ...breakable(text));
  const made = element('button', { type: 'button', className: 'link', title: `Show line ${line} of the source` }, ...breakable(text));
  made.addEventListener('click', () => go_to(line, column, row));
  return made;
}

// ---- the ledger

function show_ledger(report) {
  const counts = report.journey;
  const receiver = state.answer.receiver || report.to;
  const arrived = counts.copied + counts.converted;
  const n = (count) => element('strong', { textContent: number_text(count) });
  const parts = [`Of `, n(counts.total), ` values in the source, `, n(arrived), ` reached ${receiver}`,
    counts.converted ? ` (${number_text(counts.copied)} as they were, ${number_text(counts.converted)} converted)` : '', '. '];
  const told = [['withheld', 'withheld by policy'], ['no_room', 'without room in the format'], ['kept', 'kept for the way back'], ['ignored', 'left out by a rule']]
    .filter(([fate]) => counts[fate] > 0).map(([fate, words], i) => `${number_text(counts[fate])} ${i > 0 ? '' : counts[fate] === 1 ? 'was ' : 'were '}${words}`);
  if (told.length > 0) parts.push(`${told.join(', ')}. `);
  parts.push(counts.undecided ? `About ${number_text(counts.undecided)} nobody has decided yet. ` : 'Nothing is undecided. ');
  if (counts.added) parts.push(`The gateway added ${number_text(counts.added)}.`);
  $('sentence').replaceChildren(...parts);

  const present = Object.keys(kFates).filter((fate) => counts[fate] > 0);
  $('bar').replaceChildren(...present.map((fate) => {
    const piece = element('span', { className: fate, title: `${kFates[fate][0]}: ${number_text(counts[fate])}` });
    piece.style.flexGrow = counts[fate];
    return piece;
  }));
  $('bar').setAttribute('aria-label', present.map((fate) => `${counts[fate]} ${kFates[fate][0]}`).join(', '));
  const listed = new Set(report.values.map((value) => value.fate));
  $('filters').replaceChildren(...present.map((fate) => {
    const button = element('button', { type: 'button', disabled: !listed.has(fate) }, element('i', { className: fate }), kFates[fate][0],
      element('b', { textContent: number_text(counts[fate]) }));
    button.dataset.fate = fate;
    button.addEventListener('click', () => {
      state.filter = state.filter === fate ? '' : fate;
      show_values();
    });
    return button;
  }));
  $('ledger').hidden = false;
  show_values();
}

function show_values() {
  for (const button of $('filters').children) button.setAttribute('aria-pressed', String(button.dataset.fate === state.filter));
  const order = Object.keys(kFates);
  const values = state.answer.report.values.filter((value) => (state.filter ? value.fate === state.filter : value.fate in kFates && value.fate !== 'copied'));
  values.sort((a, b) => order.indexOf(b.fate) - order.indexOf(a.fate) || a.line - b.line || a.column - b.column);
  $('details').hidden = state.answer.report.values.length === 0;
  $('details-count').textContent = `${number_text(values.length)} values${state.filter ? `, ${kFates[state.filter][0]}` : ''}`;
  $('values').replaceChildren(...values.slice(0, kMaxRows).map(value_row));
  $('more').hidden = values.length <= kMaxRows;
  $('more').textContent = `… and ${number_text(values.length - kMaxRows)} more; the report holds all of them.`;
}

function value_row(value) {
  const row = element('tr');
  const why = element('td', { title: value.rule }, (value.reason || kFates[value.fate][1]).replace(/^./, (c) => c.toUpperCase()));
  const arrived = value.fate === 'copied' || value.fate === 'converted';
  if (value.to && (arrived || value.to !== value.path)) {
    why.append(element('span', { className: 'became' }, arrived ? '→ ' : 'read as ', ...breakable(value.to)));
  }
  row.append(
    element('td', {}, element('i', { className: value.fate }), kFates[value.fate][0]),
    element('td', {}, place_button(value.path || `line ${value.line}`, value.line, value.column, row)),
    why);
  return row;
}

// ---- downloads

function bytes_of({ document: text, encoding }) {
  return encoding === 'base64' ? Uint8Array.from(atob(text), (c) => c.charCodeAt(0)) : new TextEncoder().encode(text);
}

const result_bytes = () => bytes_of(state.answer);

const kExtensions = [['json', '.json'], ['xml', '.xml'], ['csv', '.csv']];

function save(bytes, name, type) {
  const link = element('a', { href: URL.createObjectURL(new Blob([bytes], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

const base_name = () => (state.name || 'document').replace(/\.[^.]*$/, '');

function download_result() {
  const { name, media_type: type } = state.answer;
  const extension = (kExtensions.find(([word]) => type.includes(word)) || ['', '.txt'])[1];
  save(result_bytes(), name || `${base_name()}.${$('to').value}${extension}`, type);
}

// ---- the ways a document comes in

async function take_file(file) {
  if (file) await take_document(new Uint8Array(await file.arrayBuffer()), file.name);
}

function take_text(text) {
  if (text.trim()) take_document(new TextEncoder().encode(text), '');
}

async function take_example(path) {
  const response = await ask(path);
  if (response.ok) await take_document(new Uint8Array(await response.arrayBuffer()), path.split('/').pop());
}

function listen() {
  $('file').addEventListener('change', () => take_file($('file').files[0]));
  $('paste').addEventListener('paste', () => setTimeout(() => take_text($('paste').value)));
  $('paste').addEventListener('change', () => take_text($('paste').value));
  $('clear').addEventListener('click', forget_document);
  $('from').addEventListener('change', translate);
  $('to').addEventListener('change', translate);
  $('download').addEventListener('click', download_result);
  $('download-report').addEventListener('click', () => save(JSON.stringify(state.answer.report, null, 2), `${base_name()}.report.json`, 'application/json'));
  $('key-form').addEventListener('submit', (event) => {
    event.preventDefault();
    state.key = $('key').value.trim();
    load_choices();
  });
  document.addEventListener('paste', (event) => {
    if (event.target.closest('input, textarea, select')) return;
    const [file] = event.clipboardData.files;
    if (file) take_file(file);
    else take_text(event.clipboardData.getData('text'));
  });
  listen_for_drops();
}

function listen_for_drops() {
  let depth = 0;
  const show = (on) => { $('drop').hidden = !on; };
  document.addEventListener('dragenter', () => show(++depth > 0));
  document.addEventListener('dragleave', () => show(--depth > 0));
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    depth = 0;
    show(false);
    const [file] = event.dataTransfer.files;
    if (file) take_file(file);
    else take_text(event.dataTransfer.getData('text'));
  });
}

$('examples').append(...kExamples.flatMap(([path, words], i) => {
  const button = element('button', { type: 'button', className: 'link', textContent: words });
  button.addEventListener('click', () => take_example(path));
  return i === 0 ? [button] : [' · ', button];
}));
$('what').classList.add('none');
listen();
load_choices();
