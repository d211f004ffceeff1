/* A queue of answers on their way to the server. Nothing a person gives is lost: every change gets a key and
 * a sequence, is kept in IndexedDB, and is sent in order until the server has acknowledged it.
 *
 *   const queue = await createQueue({name, person, url, onState, token});
 *     name      what the answers belong to, such as 'attempt-12'; a reload with the same name goes on
 *     person    id of the signed-in person; answers are never sent while someone else is signed in
 *     url       where each save goes, as JSON {item, key, sequence, ...fields}; 200 acknowledges it
 *     onState   called with {state, ...}: 'busy'; 'saved' (reply, pending); 'waiting' (no connection, will retry);
 *               'signin' (session ended); 'other' (someone else signed in); 'closed', 'stale', 'refused'
 *               (item: that answer came too late, lost from a newer one, or does not fit; it is dropped);
 *               'memory' (this browser keeps nothing across a reload)
 *     shown     Map item → sequence of the save that the page shows
 *     token     optional {read(), write(value)} for the CSRF token; default: all csrf_token fields of the page
 *
 *   queue.isBehind                 a save was acknowledged after the server made this page: ask for it again
 *   queue.put(item, fields)        queue an answer; an unsent older answer to the same item makes way
 *   queue.restored                 Map item → fields of what an earlier page left unsent; sending starts by itself
 *   queue.flush(milliseconds)      promise of whether the queue was empty within that time
 *   queue.pending                  how many answers are not yet acknowledged
 *   queue.refresh()                promise of whether the same person is (still) signed in; renews the token
 */
const DATABASE = 'answers', STORE = 'saves';
const TOKEN_URL = '/account/token';
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

/* A page asked for while a save is under way may be older than that save. This tab remembers the newest save
 * that was acknowledged, so that the next page can tell. */
const acknowledged = {
  note(queue, {item, sequence}) {
    try { sessionStorage.setItem(`saved ${queue} ${item}`, sequence); } catch { /* then the page is as it came */ }
  },
  take(queue, item) {
    const name = `saved ${queue} ${item}`;
    try {
      const sequence = Number(sessionStorage.getItem(name));
      sessionStorage.removeItem(name);
      return sequence;
    } catch { return 0; }
  },
  /* Whether any save is newer than the one that is `known`, which is brought up to date. */
  overtake(queue, known) {
    let isNewer = false;
    for (const [item, sequence] of known) {
      const saved = this.take(queue, item);
      if (saved > sequence) { known.set(item, saved); isNewer = true; }
    }
    return isNewer;
  },
};

class Queue {
  constructor({name, person, url, onState, shown, token}, store) {
    Object.assign(this, {person: String(person), url, onState, store, token: token ?? pageToken()});
    this.id = `${this.person}:${name}`;
    this.entries = [];
    this.known = new Map(shown);
    this.isBehind = acknowledged.overtake(this.id, this.known);
    this.restored = new Map();
    this.wait = SHORTEST_WAIT;
    this.timer = 0;
    this.sending = null;
    this.isLeaving = false;
    this.stopped = '';
    this.watchers = new Set();
  }

  get pending() { return this.entries.length; }

  async load() {
    const found = this.store ? await this.store.load(this.id).catch(() => []) : [];
    this.entries = found.sort((a, b) => a.order - b.order);
    for (const entry of this.entries) {
      this.restored.set(entry.item, entry.fields);
      this.know(entry.item, entry.sequence);
    }
  }

  know(item, sequence) { this.known.set(item, Math.max(sequence, this.known.get(item) ?? 0)); }

  async put(item, fields) {
    this.know(item, (this.known.get(item) ?? 0) + 1);
    const entry = {key: newKey(), queue: this.id, item, fields, sequence: this.known.get(item), order: Date.now()};
    const outdated = this.entries.filter(each => each.item === item && each !== this.sending);
    this.entries = this.entries.filter(each => !outdated.includes(each));
    this.entries.push(entry);
    this.onState({state: 'busy'});
    if (!this.stopped) this.isLeaving ? this.hurry(entry) : this.send();
    try {
      await this.store?.keep(entry, outdated);
    } catch {
      this.store = null;
      this.onState({state: 'memory'});
    }
  }

  async drop(entry) {
    this.entries = this.entries.filter(each => each !== entry);
    await this.store?.drop(entry).catch(() => {});
    if (!this.pending) this.watchers.forEach(done => done(true));
  }

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

  hurry(entry) { this.transmit(entry).catch(() => {}); }

  /* The page goes away, perhaps before the store has kept the newest: what awaits its turn is sent at once.
   * A later page sends what it finds in the store again; the key makes that harmless. */
  leave() {
    this.isLeaving = true;
    if (!this.stopped) this.entries.filter(each => each !== this.sending).forEach(each => this.hurry(each));
  }

  async send() {
    if (this.sending || !this.pending) return;
    clearTimeout(this.timer);
    const entry = this.sending = this.entries[0];
    let reply = null;
    try {
      reply = await this.transmit(entry);
      await this.settle(entry, reply);
    } catch {
      this.later();
    } finally {
      this.sending = null;
    }
    if (reply && this.pending && !this.stopped && reply.status < 500 && reply.status !== 429) this.send();
  }

  async settle(entry, reply) {
    const body = await reply.json().catch(() => ({}));
    if (reply.ok) {
      this.wait = SHORTEST_WAIT;
      acknowledged.note(this.id, entry);
      await this.drop(entry);
      this.onState({state: 'saved', item: entry.item, reply: body, pending: this.pending});
    } else if (reply.status === 401 || reply.status === 400 && body.error === 'stale-form') {
      this.stopped = reply.status === 401 ? 'signin' : 'renewing';
      if (reply.status === 401) this.onState({state: 'signin'});
      this.retry(reply.status === 401 ? SIGNED_OUT_WAIT : 0);
    } else if (reply.status >= 500 || reply.status === 429) {
      this.later();
    } else {
      if (body.sequence) this.know(entry.item, body.sequence);
      await this.drop(entry);
      this.onState({state: reply.status === 409 ? body.error : 'refused', item: entry.item});
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
    if (!this.pending) return;
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
  const store = await openStore().catch(() => null);
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
