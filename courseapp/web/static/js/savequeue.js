/* A queue of answers on their way to the server. Nothing a person gives is lost: every change gets a key and
 * a sequence, is kept in IndexedDB, and is sent in order until the server has acknowledged it.
 *
 *   const queue = await createQueue({name, person, url, onState, token});
 *     name      what the answers belong to, such as 'attempt-12'; a reload with the same name goes on
 *     person    id of the signed-in person; answers are never sent while someone else is signed in
 *     url       where each save goes, as JSON {item, key, sequence, ...fields}; 200 acknowledges it
 *     onState   called with {state, ...}: 'busy'; 'saved' (item, reply, pending); 'waiting' (no connection, will
 *               retry); 'signin' (session ended); 'other' (someone else signed in); 'closed', 'stale', 'refused'
 *               (item: that answer came too late, lost from a newer one, or does not fit); 'memory' (this browser
 *               keeps nothing across a reload)
 *     shown     Map item → sequence of the save that the page shows
 *     keeps     whether a refused answer stays on the device until `forget`; otherwise it is dropped
 *     token     optional {read(), write(value)} for the CSRF token; default: all csrf_token fields of the page
 *
 *   queue.put(item, fields)        queue an answer; an unsent older answer of the same page makes way
 *   queue.restored                 Map item → fields and sequence of what is newer than what the page shows: what an
 *                                  earlier page left unsent (sending starts by itself), or what was saved after the
 *                                  server made the page
 *   queue.before                   Map item → reply to what this tab saved just before it left the page before
 *   queue.known                    Map item → the newest sequence that was given out
 *   queue.refused                  what the server did not take (with `keeps`); hold(item, fields) adds to it unsent
 *   queue.flush(milliseconds)      promise of whether the queue was empty within that time
 *   queue.pause(item, sequence)    the page's form now takes all along under this sequence; what is given after that
 *                                  waits for the next page, or until it becomes clear that none comes
 *   queue.pending                  how many answers are not yet acknowledged
 *   queue.refresh()                promise of whether the same person is (still) signed in; renews the token
 *
 * Fields may hold `tab` (the page they come from), `base` (the sequence that page builds upon) and `onto` (the unsent
 * saves of earlier pages that it shows, as `tab:sequence`). A reply that names the stored `sequence` becomes the base of
 * what builds upon that save, and of nothing else.
 */
const DATABASE = 'answers', STORE = 'saves';
const TOKEN_URL = '/account/token';
const RECENT = 5000, OPEN_PATIENCE = 3000;
const SHORTEST_WAIT = 1000, LONGEST_WAIT = 20000, SIGNED_OUT_WAIT = 4000, REPLY_TIMEOUT = 15000;

export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function promised(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function openStore() {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, {keyPath: 'key'}).createIndex('queue', 'queue');
  const database = await promised(request);
  const store = mode => database.transaction(STORE, mode, {durability: 'strict'});
  const finished = transaction => new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
  return {
    load: queue => promised(store('readonly').objectStore(STORE).index('queue').getAll(queue)),
    async keep(entry, outdated) {
      const transaction = store('readwrite'), saves = transaction.objectStore(STORE);
      saves.put(entry);
      outdated.forEach(each => saves.delete(each.key));
      transaction.commit?.(); // without waiting for this page, which may be going away
      await finished(transaction);
    },
    async drop(entry) {
      const transaction = store('readwrite');
      transaction.objectStore(STORE).delete(entry.key);
      await finished(transaction);
    },
  };
}

function pageToken() {
  const fields = () => document.querySelectorAll('input[name="csrf_token"]');
  return {
    read: () => fields()[0]?.value ?? '',
    write: value => fields().forEach(field => { field.value = value; }),
  };
}

async function post(url, body, token) {
  return fetch(url, {
    method: 'POST', credentials: 'same-origin', keepalive: true, signal: AbortSignal.timeout(REPLY_TIMEOUT),
    headers: {'Content-Type': 'application/json', 'Accept': 'application/json', 'X-CSRFToken': token},
    body: JSON.stringify(body),
  });
}

/* A page asked for while a save is under way may be older than that save, and the store may be too slow for what is
 * given in the last breath. What was saved or sent since that page was asked for, however long it took to come, or just
 * before is therefore handed to it. */
const PREFIX = 'saved ';
let leftAt = Infinity;
addEventListener('beforeunload', () => { leftAt = Date.now(); });
const handover = {
  give(entry, isSaved) {
    try { sessionStorage.setItem(`${PREFIX}${entry.key}`, JSON.stringify({...entry, isSaved})); } catch { /* the store has it */ }
  },
  take(queue) {
    const found = [];
    try {
      for (const name of Object.keys(sessionStorage).filter(each => each.startsWith(PREFIX))) {
        const entry = JSON.parse(sessionStorage.getItem(name));
        if (entry.queue !== queue) continue;
        found.push(entry);
        sessionStorage.removeItem(name);
      }
    } catch { /* nothing was handed over */ }
    return found;
  },
};

// Whether what `later` holds was written by someone who saw what `entry` holds.
const buildsUpon = (later, entry) => later !== entry && later.item === entry.item && later.sequence > entry.sequence
  && (later.fields.tab === entry.fields.tab || ` ${later.fields.onto}`.includes(` ${entry.fields.tab}:`));

class Queue {
  constructor({name, person, url, onState, shown, keeps, token}, store) {
    Object.assign(this, {person: String(person), url, onState, store, keeps, token: token ?? pageToken()});
    this.id = `${this.person}:${name}`;
    this.entries = [];
    this.refused = [];
    this.shown = new Map(shown);
    this.known = new Map(shown);
    this.restored = new Map();
    this.saved = new Map();
    this.before = new Map();
    this.wait = SHORTEST_WAIT;
    this.timer = 0;
    this.sending = null;
    this.isLeaving = false;
    this.stopped = '';
    this.watchers = new Set();
  }

  get pending() { return this.entries.length; }

  async load() {
    const handed = handover.take(this.id);
    const kept = this.store ? await this.store.load(this.id).catch(() => []) : [];
    this.refused = kept.filter(entry => entry.isRefused).sort((a, b) => a.order - b.order);
    const unsent = handed.filter(entry => !entry.isSaved && !kept.some(each => each.key === entry.key));
    this.entries = [...kept.filter(entry => !entry.isRefused), ...unsent].sort((a, b) => a.order - b.order);
    for (const entry of unsent) await this.store?.keep(entry, []).catch(() => {});
    for (const entry of [...handed.filter(each => each.isSaved), ...this.entries]) this.restore(entry);
  }

  restore({item, sequence, fields, isSaved, reply}) {
    const shown = this.shown.get(item) ?? 0;
    // what has a lower sequence was stored, or something newer was: the page shows that
    if (sequence > shown || !isSaved && sequence === shown) this.restored.set(item, {...fields, sequence});
    if (isSaved && sequence >= shown) this.before.set(item, reply);
    this.know(item, sequence);
  }

  know(item, sequence) { this.known.set(item, Math.max(sequence, this.known.get(item) ?? 0)); }

  entry(item, fields) {
    this.know(item, (this.known.get(item) ?? 0) + 1);
    return {key: newKey(), queue: this.id, item, fields, sequence: this.known.get(item), order: Date.now()};
  }

  async put(item, fields) {
    const entry = this.entry(item, fields);
    const outdated = this.entries.filter(each => each.item === item && each.fields.tab === fields.tab && each !== this.sending);
    this.entries = this.entries.filter(each => !outdated.includes(each));
    this.entries.push(entry);
    this.onState({state: 'busy'});
    if (this.isLeaving) this.hurry(entry);
    else if (!this.stopped) this.send();
    try {
      await this.store?.keep(entry, outdated);
    } catch {
      this.store = null;
      this.onState({state: 'memory'});
    }
  }

  /* Keep on the device what will not be sent. */
  async hold(item, fields) { await this.refuse(this.entry(item, fields)); }

  async refuse(entry) {
    const outdated = this.refused.filter(each => each.item === entry.item && each.fields.tab === entry.fields.tab);
    this.refused = [...this.refused.filter(each => !outdated.includes(each)), entry];
    await this.store?.keep({...entry, isRefused: true}, outdated.filter(each => each.key !== entry.key)).catch(() => {});
    this.leaveOut(entry);
  }

  async forget(entry) {
    this.refused = this.refused.filter(each => each !== entry);
    await this.store?.drop(entry).catch(() => {});
  }

  async drop(entry) {
    await this.store?.drop(entry).catch(() => {});
    this.leaveOut(entry);
  }

  leaveOut(entry) { this.entries = this.entries.filter(each => each !== entry); }

  retry(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.stopped ? this.resume() : this.send(), milliseconds);
  }

  later() {
    this.onState({state: 'waiting'});
    this.retry(this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  transmit({fields, item, key, sequence}) {
    return post(this.url, {...fields, item, key, sequence}, this.token.read());
  }

  hurry(entry) {
    handover.give(entry, false);
    if (!this.stopped) this.transmit(entry).catch(() => {});
  }

  /* The page goes away, perhaps before the store has kept the newest: what awaits its turn is sent at once.
   * A later page sends what it finds in the store again; the key makes that harmless. */
  leave() {
    this.isLeaving = true;
    const since = Math.min(leftAt, Date.now() - RECENT);
    for (const {entry, at} of this.saved.values()) if (at >= since) handover.give(entry, true);
    this.entries.filter(each => each !== this.sending).forEach(each => this.hurry(each));
  }

  pause(item, sequence) {
    this.know(item, sequence);
    this.stopped = 'leaving';
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.stopped = ''; this.send(); }, REPLY_TIMEOUT);
  }

  async send() {
    if (this.sending || !this.pending) return;
    clearTimeout(this.timer);
    const entry = this.sending = this.entries[0];
    let isSettled = false;
    try {
      isSettled = await this.settle(entry, await this.transmit(entry));
    } catch {
      this.later();
    } finally {
      this.sending = null;
    }
    // only now, when the page has heard of the last reply too
    if (!this.pending) this.watchers.forEach(done => done(true));
    if (isSettled && this.pending && !this.stopped) this.send();
  }

  /* Whether that entry has its answer. Only an answer of the server itself counts: what stands in between may also
   * say that all is well. */
  async settle(entry, reply) {
    const body = await reply.json().catch(() => ({}));
    if (reply.ok && body.saved_at) {
      // a later save of the same page may be stored by now: another page that repeats this one has not seen that
      if (body.sequence) this.know(entry.item, body.sequence);
      if (body.sequence) body.sequence = entry.sequence;
      this.wait = SHORTEST_WAIT;
      this.saved.set(entry.item, {entry: {...entry, reply: body}, at: Date.now()});
      await this.drop(entry);
      await this.rebase(entry, body.sequence);
      this.onState({state: 'saved', item: entry.item, reply: body, pending: this.pending});
    } else if (reply.status === 401 || reply.status === 400 && body.error === 'stale-form') {
      this.stopped = reply.status === 401 ? 'signin' : 'renewing';
      if (reply.status === 401) this.onState({state: 'signin'});
      this.retry(reply.status === 401 ? SIGNED_OUT_WAIT : 0);
      return false;
    } else if (reply.status !== 409 && reply.status !== 422) {
      this.later();
      return false;
    } else {
      if (body.sequence) this.know(entry.item, body.sequence);
      if (body.error === 'stale' && this.entries.some(each => buildsUpon(each, entry))) {
        await this.drop(entry); // perhaps overtaken by that one, which holds it too and hears whether it fits
        return true;
      }
      await (this.keeps ? this.refuse(entry) : this.drop(entry));
      this.onState({state: reply.status === 409 ? body.error : 'refused', item: entry.item, fields: entry.fields});
    }
    return true;
  }

  async rebase(saved, sequence) {
    const {item, fields} = saved;
    if (!sequence || fields.base === undefined) return;
    this.know(item, sequence);
    for (const entry of this.entries.filter(each => buildsUpon(each, saved))) {
      entry.fields.base = String(sequence);
      entry.sequence = Math.max(entry.sequence, sequence + 1);
      this.know(item, entry.sequence);
      await this.store?.keep(entry, []).catch(() => {});
    }
  }

  async refresh() {
    const reply = await fetch(TOKEN_URL, {
      credentials: 'same-origin', cache: 'no-store', headers: {'Accept': 'application/json'},
      signal: AbortSignal.timeout(REPLY_TIMEOUT),
    });
    if (!reply.ok) return false;
    const {csrf_token: token, person} = await reply.json();
    if (String(person) !== this.person) {
      this.stopped = 'other';
      this.onState({state: 'other'});
      return false;
    }
    this.token.write(token);
    return true;
  }

  async resume() {
    if (await this.refresh().catch(() => false)) {
      this.stopped = '';
      this.onState({state: 'busy'});
      this.send();
    } else {
      if (this.stopped === 'renewing') this.stopped = 'signin';
      if (this.stopped === 'signin') this.onState({state: 'signin'});
      this.retry(SIGNED_OUT_WAIT);
    }
  }

  wake() {
    if (!this.pending || this.stopped === 'leaving') return;
    if (this.stopped) this.resume(); else this.send();
  }

  flush(milliseconds) {
    if (!this.pending) return Promise.resolve(true);
    this.wake();
    return new Promise(resolve => {
      const done = isEmpty => { this.watchers.delete(done); resolve(isEmpty); };
      this.watchers.add(done);
      setTimeout(() => done(!this.pending), milliseconds);
    });
  }
}

export async function createQueue(options) {
  const tooLate = new Promise(resolve => { setTimeout(resolve, OPEN_PATIENCE, null); });
  const store = await Promise.race([openStore().catch(() => null), tooLate]);
  const queue = new Queue(options, store);
  if (!store) options.onState({state: 'memory'});
  await queue.load();
  addEventListener('online', () => queue.wake());
  addEventListener('focus', () => queue.wake());
  addEventListener('offline', () => { if (queue.pending) options.onState({state: 'waiting'}); });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) queue.wake(); });
  addEventListener('pagehide', () => queue.leave());
  addEventListener('pageshow', () => { queue.isLeaving = false; });
  addEventListener('beforeunload', event => { if (queue.pending && !queue.store) event.preventDefault(); });
  queueMicrotask(() => queue.wake());
  return queue;
}
